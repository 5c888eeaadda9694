// Plain JavaScript, so that its start strips no types. Arguments: the file of a database, a port, a slug.
import Database from 'better-sqlite3';
import Fastify from 'fastify';

const [file, port, slug] = process.argv.slice(2);
const db = new Database(file);
db.pragma('journal_mode = WAL');
db.exec('CREATE TABLE IF NOT EXISTS delivery (id INTEGER PRIMARY KEY, body BLOB NOT NULL)');
const insert = db.prepare('INSERT INTO delivery (body) VALUES (?)');

const capture = Fastify();
capture.removeAllContentTypeParsers();
capture.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
capture.post(`/e/${slug}`, (request) => {
  insert.run(request.body);
  return 'ok';
});
const control = Fastify();
control.get('/api/status', () => db.prepare('SELECT count(*) AS count FROM delivery').get());
await capture.listen({ port: Number(port), host: '127.0.0.1' });
await control.listen({ port: 0, host: '127.0.0.1' });
