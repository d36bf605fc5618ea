// Validates xAPI statements with two validators that nobody here wrote, after trying both on statements with a fault.
// Usage: node xapi.cjs STATEMENTS; exit 1 when one of them warns, or overlooks a fault.
const { readFileSync } = require("node:fs");

const statements = JSON.parse(readFileSync(process.argv[2], "utf8"));
const faults = [
  (statement) => (statement.result.score.raw = statement.result.score.max + 1),
  (statement) => delete statement.verb.id,
  (statement) => (statement.actor.mbox = "mailto:a@b.example"),
  (statement) => (statement.context.language = "english!"),
  (statement) => (statement.unknown = 1),
];
let failed = statements.length === 0;
for (const name of ["xapi-validation", "@learninglocker/xapi-validation"]) {
  const warnings = require(name).default;
  const found = statements.flatMap((statement) => warnings(statement));
  const overlooked = faults.filter((fault) => {
    const statement = structuredClone(statements[0]);
    fault(statement);
    return warnings(statement).length === 0;
  });
  failed = failed || found.length > 0 || overlooked.length > 0;
  const row = [statements.length, `${faults.length - overlooked.length} of ${faults.length} planted faults seen`, found.length];
  console.log(`xapi        ${name.padEnd(32)} ${row[0]} statements, ${row[1]}, ${row[2]} warnings`);
  found.slice(0, 5).forEach((warning) => console.error(JSON.stringify(warning)));
}
process.exitCode = failed ? 1 : 0;
