// What gift-pegjs understands of a GIFT file, as JSON.
const { parse } = require("gift-pegjs");
const { readFileSync } = require("node:fs");

const items = [];
let category = null;
for (const question of parse(readFileSync(process.argv[2], "utf8"))) {
  if (question.type === "Category") {
    category = question.title;
    continue;
  }
  const formats = [question.stem, question.globalFeedback, ...(question.choices || []).map((choice) => choice.feedback)];
  items.push({
    type: question.type,
    category,
    html: formats.every((text) => text && text.format === "html"),
    id: question.id,
    tags: question.tags,
    title: question.title,
    stem: question.stem.text,
    choices: (question.choices || []).map((choice) => choice.text.text),
    right: (question.choices || []).filter((choice) => choice.isCorrect).map((choice) => choice.text.text),
    told: (question.choices || []).map((choice) => choice.feedback.text),
    afterwards: question.globalFeedback.text,
  });
}
process.stdout.write(JSON.stringify(items));
