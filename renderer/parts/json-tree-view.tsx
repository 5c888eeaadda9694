import { ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { copyText, isOpen, jsonPath, jsonText, visibleRows } from '../view/json-rows.ts';
import { type JsonTree, nodeAt } from '../view/json-tree.ts';
import { plural } from '../view/size.ts';
import { classNames } from './class-names.ts';
import styles from './json-tree-view.module.css';
import { RightClickMenu } from './menu.tsx';
import { copyToClipboard } from './use-copy.ts';
import { useTallRows } from './use-tall-rows.ts';
import { VisibleText } from './visible-text.tsx';

const ROW_HEIGHT = 22;
const LONGEST_VALUE = 400;

/** A JSON text as a tree. Arrows move, open and close; C copies the value, P its path; the same on the secondary button. */
export function JsonTreeView({ tree }: { readonly tree: JsonTree }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [turned, setTurned] = useState<ReadonlySet<number>>(new Set());
  const [active, setActive] = useState(0);
  const [said, setSaid] = useState('');
  const rows = useMemo(() => visibleRows(tree, turned), [tree, turned]);
  const tall = useTallRows(scroller, rows.length, ROW_HEIGHT);
  const at = Math.max(
    0,
    rows.findIndex(({ node }) => node === active),
  );

  const turn = (node: number): void => setTurned((now) => now.symmetricDifference(new Set([node])));
  const copy = (text: string, what: string): void =>
    void copyToClipboard(text).then((done) => setSaid(done ? `${what} copied` : 'The browser did not allow copying'));
  const moveTo = (index: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[next];
    if (row === undefined) return;
    setActive(row.node);
    tall.show(next);
  };
  const press = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const { children, parent } = nodeAt(tree, row.node);
    const open = children > 0 && isOpen(tree, row.node, row.depth, turned);
    const actions: Readonly<Record<string, () => void>> = {
      ArrowDown: () => moveTo(at + 1),
      ArrowUp: () => moveTo(at - 1),
      Home: () => moveTo(0),
      End: () => moveTo(rows.length - 1),
      ArrowRight: () => (open ? moveTo(at + 1) : children > 0 && turn(row.node)),
      ArrowLeft: () => (open ? turn(row.node) : parent >= 0 && moveTo(rows.findIndex(({ node }) => node === parent))),
      Enter: () => children > 0 && turn(row.node),
      c: () => copy(copyText(tree, row.node), 'Value'),
      p: () => copy(jsonPath(tree, row.node), 'Path'),
    };
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  return (
    <div className={styles['view']}>
      <RightClickMenu
        label="Value"
        items={[
          { kind: 'action', label: 'Copy value', keys: 'C', run: () => copy(copyText(tree, active), 'Value') },
          { kind: 'action', label: 'Copy path', keys: 'P', run: () => copy(jsonPath(tree, active), 'Path') },
        ]}
      >
        <div
          ref={scroller}
          className={styles['scroller']}
          role="tree"
          aria-label="JSON"
          aria-activedescendant={`json-${rows[at]?.node ?? 0}`}
          tabIndex={0}
          onKeyDown={press}
        >
          <div className={styles['rows']} role="presentation" style={{ height: tall.heightPx }}>
            {tall.rows.map(({ index, topPx }) => {
              const { node, depth } = rows[index] ?? { node: 0, depth: 0 };
              const { key, index: place, parent, children, kind } = nodeAt(tree, node);
              const open = children > 0 && isOpen(tree, node, depth, turned);
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys
                <div
                  key={node}
                  id={`json-${node}`}
                  className={classNames(styles['row'], node === active && styles['active'])}
                  style={{ transform: `translateY(${topPx}px)`, paddingLeft: 20 + depth * 16 }}
                  role="treeitem"
                  aria-level={depth + 1}
                  aria-selected={node === active}
                  aria-expanded={children > 0 ? open : undefined}
                  tabIndex={-1}
                  onClick={() => {
                    setActive(node);
                    if (children > 0) turn(node);
                  }}
                  onContextMenu={() => setActive(node)}
                >
                  <ChevronRight
                    className={classNames(styles['arrow'], open && styles['open'], children === 0 && styles['none'])}
                    aria-hidden="true"
                  />
                  {parent >= 0 && (
                    <span className={key === null ? styles['place'] : styles['key']}>
                      {key === null ? place : <VisibleText text={key.slice(1, -1)} />}
                    </span>
                  )}
                  <Value tree={tree} node={node} kind={kind} size={children} />
                </div>
              );
            })}
          </div>
        </div>
      </RightClickMenu>
      <p className={styles['foot']} role="status">
        <code>
          <VisibleText text={jsonPath(tree, active)} />
        </code>
        {said !== '' && <span>{said}</span>}
      </p>
    </div>
  );
}

function Value({
  tree,
  node,
  kind,
  size,
}: {
  readonly tree: JsonTree;
  readonly node: number;
  readonly kind: string;
  readonly size: number;
}) {
  if (kind === 'object' || kind === 'array') {
    const what = kind === 'object' ? plural(size, 'key') : plural(size, 'item');
    return <span className={styles['count']}>{kind === 'object' ? `{ ${what} }` : `[ ${what} ]`}</span>;
  }
  const text = jsonText(tree, node);
  return (
    <span className={styles[kind] ?? styles['word']}>
      <VisibleText text={text.slice(0, LONGEST_VALUE)} />
      {text.length > LONGEST_VALUE && '…'}
    </span>
  );
}
