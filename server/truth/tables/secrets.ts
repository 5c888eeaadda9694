import type { Secret } from '../../contract/endpoint.ts';
import type { Credential } from '../../providers/provider.ts';
import type { Db } from '../open-database.ts';
import type { Vault } from '../vault.ts';

interface Row {
  readonly id: number;
  readonly endpoint_id: number;
  readonly name: string;
  readonly sealed: Buffer;
  readonly created_at: number;
}

export interface StoredCredential {
  readonly id: number;
  readonly endpointId: number;
  readonly credential: Credential;
}

export type Secrets = ReturnType<typeof createSecrets>;

/** Signing secrets: written once, never read back over the API. */
export function createSecrets(db: Db, vault: Vault) {
  const toSecret = (row: Row): Secret => ({
    id: row.id,
    endpointId: row.endpoint_id,
    name: row.name,
    createdAt: row.created_at,
  });
  return {
    ofEndpoint: (endpointId: number): Secret[] =>
      db.prepare<[number], Row>('SELECT * FROM secret WHERE endpoint_id = ? ORDER BY id').all(endpointId).map(toSecret),
    get(id: number): Secret | null {
      const row = db.prepare<[number], Row>('SELECT * FROM secret WHERE id = ?').get(id);
      return row === undefined ? null : toSecret(row);
    },
    insert(endpointId: number, credential: Credential, nowMs: number): number {
      const sealed = vault.seal(JSON.stringify({ value: credential.value, extra: credential.extra }));
      return Number(
        db
          .prepare('INSERT INTO secret(endpoint_id, name, sealed, created_at) VALUES (?,?,?,?)')
          .run(endpointId, credential.name, sealed, nowMs).lastInsertRowid,
      );
    },
    remove: (id: number): boolean => db.prepare('DELETE FROM secret WHERE id = ?').run(id).changes > 0,
    /** Secrets that the key at hand does not open: it was lost or replaced. */
    locked: (): Secret[] =>
      db
        .prepare<[], Row>('SELECT * FROM secret ORDER BY id')
        .all()
        .filter(({ sealed }) => vault.open(sealed) === null)
        .map(toSecret),
    /** Every secret in the clear, for checking signatures in this process. One whose key is lost is left out. */
    credentials: (): StoredCredential[] =>
      db
        .prepare<[], Row>('SELECT * FROM secret ORDER BY id')
        .all()
        .flatMap((row) => {
          const text = vault.open(row.sealed);
          if (text === null) return [];
          const { value, extra } = JSON.parse(text) as { value: string; extra: Record<string, string> };
          return [{ id: row.id, endpointId: row.endpoint_id, credential: { name: row.name, value, extra } }];
        }),
  };
}
