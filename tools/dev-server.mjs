// The server of `npm run dev`, from its sources, so that Node's watch sees them change.
const { main } = await import('../server/cli/main.ts');
process.exitCode = await main(process.argv.slice(2));
