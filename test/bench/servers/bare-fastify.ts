import Fastify from 'fastify';

/** The limit: Fastify that reads a body as bytes, keeps nothing and answers 200. */
const app = Fastify({ logger: false });
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
app.all('/*', async (_request, reply) => reply.code(200).send('ok\n'));
const address = await app.listen({ host: '127.0.0.1', port: 0 });
console.log(JSON.stringify({ captureUrl: `${address}/e/bench` }));
