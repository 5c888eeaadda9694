import sys, json, base64, html, urllib.parse as u
MODES = {
 'json': {
  'dumps': lambda t: json.dumps(json.loads(t)),
  'dumps utf8': lambda t: json.dumps(json.loads(t), ensure_ascii=False),
  'dumps compact': lambda t: json.dumps(json.loads(t), separators=(',', ':')),
  'dumps compact utf8': lambda t: json.dumps(json.loads(t), separators=(',', ':'), ensure_ascii=False),
  'dumps indent 2': lambda t: json.dumps(json.loads(t), indent=2),
  'dumps indent 4 utf8': lambda t: json.dumps(json.loads(t), indent=4, ensure_ascii=False),
  'json string': lambda t: json.dumps(t),
 },
 'text': {
  'html.escape': lambda t: html.escape(t),
  'html.escape no quote': lambda t: html.escape(t, quote=False),
  'quote': lambda t: u.quote(t),
  'quote_plus': lambda t: u.quote_plus(t),
  'payload field': lambda t: u.urlencode({'payload': t}),
  'unicode_escape ascii': lambda t: t.encode('ascii', 'backslashreplace').decode() if not any(ord(c) < 256 and ord(c) > 127 for c in t) else None,
  'xmlcharref': lambda t: t.encode('ascii', 'xmlcharrefreplace').decode(),
 },
 'form': {
  'urlencode(parse_qsl)': lambda t: u.urlencode(u.parse_qsl(t, keep_blank_values=True)),
  'urlencode quote': lambda t: u.urlencode(u.parse_qsl(t, keep_blank_values=True), quote_via=u.quote),
  'json of form': lambda t: json.dumps(dict(u.parse_qsl(t, keep_blank_values=True))),
  'quote whole': lambda t: u.quote(t, safe=''),
 },
}
job = json.load(sys.stdin)
out = {}
for sort, bodies in job.items():
  for mode, f in MODES.get(sort, {}).items():
    for name, text in bodies.items():
      try: r = f(text)
      except Exception: r = None
      if r is not None: out.setdefault('python ' + mode, {})[name] = r
json.dump(out, sys.stdout)
