import Database from 'better-sqlite3';

/** Another program: takes the lock of `file` by the statements given, says so, and lets go when its input ends. */
const [file, ...statements] = process.argv.slice(2);
const db = new Database(file, { timeout: 5_000 });
for (const statement of statements) db.exec(statement);
process.stdout.write('held\n');
process.stdin.resume().on('end', () => {
  db.close();
  process.exit(0);
});
