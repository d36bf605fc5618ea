"""Compares what foreign readers understood of exported files with the packs, field by field.

Usage: compare.py AIRSIDE FOLDER PACK... The texts come from the pack files; which answers get full marks comes from
`airside show --json`, because only the ruling knows which other codes conform.
"""

import json
import pathlib
import re
import subprocess
import sys

from readers import READERS, bare

CHOICES = {
    "401": "401 Unauthorized",
    "403": "403 Forbidden",
    "neither": "Neither",
    "conforms": "It conforms",
    "wrong-code": "Wrong code",
    "challenge": "WWW-Authenticate missing or malformed",
    "arguable": "Arguable",
}


# The built-in items that a format can't hold: text2qti takes one right answer, and Kahoot 120 characters for the
# deciding line, which is enough for a code only. Every other one has to be there.
CANNOT = {
    "text2qti": lambda item: len(item["right"]) > 1,
    "kahoot": lambda item: not item["codes"] or item["question"] is None,
}


ARTICLE = json.loads(pathlib.Path("scenarios/reference/article.json").read_text("utf8"))


def squeezed(text):
    return " ".join(text.split())


def cut(text):
    """The text cut before each tag: a false statement begins a line."""
    return [squeezed(part) for part in re.split(r"(?=WRONG:)", text) if part.strip()]


def accepted(scenario, airside, packs):
    command = [airside, "show", scenario["id"], "--json"]
    for pack in packs:
        command += ["--pack", pack]
    ruling = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["ruling"]
    found = [scenario["answer"]]
    if "editorial" not in scenario:
        also = [str(status) if status in (401, 403) else "neither" for status in ruling["also_conforming"]]
        found += [one for one in also if one != "neither" or ruling["certainty"] == "debatable"]
    return found


def expected(pack, scenario, accepts):
    """Every field as it has to be understood. A tuple is a list of lines that all have to be there."""
    exchange = scenario["exchange"]
    numbers = iter(range(1, 100))
    numbered = {
        kind: [f"{next(numbers)}. {squeezed(line)}" for line in exchange.get(kind, [])]
        for kind in ("request", "findings", "returned")
    }
    incident = scenario.get("incident")
    asks, server = scenario.get("asks"), scenario.get("server")
    words = ["401", "403"] + (["neither"] if incident or scenario["kind"] == "edge" else [])
    prompt = "401, 403 or neither?" if len(words) == 3 else "401 or 403?"
    if incident:
        prompt = "Which answer would have helped: 401 with a challenge, 403, or neither?"
    stem = [squeezed(scenario["story"])]
    if server:
        words, prompt, accepts = ["conforms", "wrong-code", "challenge", "arguable"], "Is this server right?", [server["judgement"]]
        if server["judgement"] == "arguable" and scenario["facts"].get("scheme") in ("cookie", "key"):
            accepts.append("conforms")
        stem = [squeezed(f"Server {server['product']} {server['version']}, {server['configuration']}"), *stem]
    choices = {word: CHOICES[word] for word in words}
    because = {}
    if asks:
        prompt = asks["question"]
        choices = {place: squeezed(choice["text"]) for place, choice in enumerate(asks["choices"])}
        because = {place: squeezed(choice["because"]) for place, choice in enumerate(asks["choices"])}
        accepts = [place for place, choice in enumerate(asks["choices"]) if choice["right"]]
    found = "What the server finds:" if scenario["telling"] == "http" else "What is found:"
    headings = {"request": "Request:", "findings": found, "returned": "What the server answered:"}
    for kind, heading in headings.items():
        stem += [heading, *numbered[kind]] if numbered[kind] else []
    stem += [prompt]
    editorial = scenario.get("editorial", {"reason": "", "sources": []})
    deciding = (exchange["request"] + exchange["findings"] + exchange.get("returned", []))[scenario["evidence"]["line"] - 1]
    afterwards = [f"Deciding line {scenario['evidence']['line']}: {squeezed(deciding)}"]
    afterwards += [*cut(scenario["evidence"]["text"]), "The response:", *map(squeezed, exchange["response"])]
    afterwards += cut(editorial["reason"])
    clause = [server["clause"]] if server and server["clause"] not in scenario["citations"] else []
    afterwards += ["Sources: " + "; ".join(clause + scenario["citations"] + editorial["sources"]) + "."]
    if incident:
        afterwards += [*cut(incident["broke"]), f"{incident['project']}, {incident['year']}. {incident['link']}"]
    if scenario.get("article"):
        afterwards += [f"A popular article, \"{ARTICLE['title']}\" by {ARTICLE['author']} ({ARTICLE['url']}), says:"]
        # Where the article has the other code, its text is tagged.
        afterwards += cut(scenario["article"])
    afterwards += ["airside: " + scenario["id"]]
    explanation = scenario["explanation"]
    told = []
    for word in choices:
        other = word not in accepts and word != "neither"
        told.append(tuple(cut(because.get(word, "")) + cut(explanation["why_not" if other else "why"])))
    tags = ["kind:" + scenario["kind"], "telling:" + scenario["telling"]]
    tags += ["misconception:" + scenario["misconception"]] if scenario.get("misconception") else []
    return {
        "kind": True,
        "category": pack["id"],
        "id": scenario["id"],
        "title": scenario["title"],
        "bare title": bare(scenario["title"]),
        "stem": stem,
        "bare stem": bare("".join(stem)),
        "choices": list(choices.values()),
        "right": [says for word, says in choices.items() if word in accepts],
        "told": told,
        "bare told": [tuple(bare(line) for line in lines) for lines in told],
        "afterwards": tuple(afterwards),
        "bare afterwards": tuple(bare(line) for line in afterwards),
        "back": tuple(
            afterwards
            + cut(explanation["why"])
            + cut(explanation["why_not"])
            + [f'"{choices[place]}" {why}' for place, why in because.items() if place not in accepts]
        ),
        "front": stem + ([f"{letter}) {says}" for letter, says in zip("abcd", choices.values())] if asks or server else []),
        "codes": not asks and not server,
        "tags": tags,
        "question": kahoot_question(scenario, squeezed(deciding), "401, 403 or neither?" if len(words) == 3 else "401 or 403?"),
    }


def sentence(line):
    return line if line[-1:] in ".!?;:" else line + "."


def kahoot_question(scenario, deciding, prompt):
    """The case in one line; nothing where its lines don't fit in 120 characters, as spreadsheets count them."""
    exchange = scenario["exchange"]
    first = sentence(squeezed((exchange["request"] + exchange["findings"])[0]))
    deciding, title = sentence(deciding), scenario["title"].strip()
    told = f"{title}: {deciding}" if first == deciding else f"{first} {deciding}"
    for text in (told, f"{title}: {deciding}", deciding):
        if len(f"{text} {prompt}".encode("utf-16-le")) <= 240:
            return f"{text} {prompt}"
    return None


def named_apart(items, left_out):
    """The names of the questions in a file: two tellings of a case have one title, so each says which it is."""
    kept = [item for id, item in items.items() if id not in left_out]
    titles = [item["title"] for item in kept]
    taken = set()
    for item in kept:
        name = item["title"]
        if titles.count(name) > 1:
            name += " (airport)" if "telling:airport" in item["tags"] else " (HTTP)"
        numbers = iter(range(2, 1000))
        unique = name
        while unique in taken:
            unique = f"{name}, {next(numbers)}"
        taken.add(unique)
        yield item | {"title": unique, "bare title": bare(unique), "front title": item["title"]}


def agrees(seen, wanted):
    if isinstance(wanted, tuple):
        return all(line in seen or f"WRONG: {line}" in seen for line in wanted)
    if isinstance(wanted, list) and wanted and isinstance(wanted[0], tuple):
        return len(seen) == len(wanted) and all(map(agrees, seen, wanted))
    return seen == wanted


def false_in_the_open(item):
    """Fields that learners see before the answer and that hold a tagged statement, or one that is not at the start."""
    for field, value in item.items():
        text = json.dumps(value)
        if field in ("told", "back", "afterwards"):
            rows = sum(value, []) if field == "told" else value
            if any("WRONG:" in row[1:] for row in rows):
                yield field
        elif not field.startswith("bare") and "WRONG:" in text:
            yield field


def main(airside, folder, packs):
    folder = pathlib.Path(folder)
    wanted, built_in = {}, set()
    for path in packs:
        pack = json.loads(pathlib.Path(path).read_text("utf8"))
        for scenario in pack["scenarios"]:
            wanted[scenario["id"]] = expected(pack, scenario, accepted(scenario, airside, packs[-1:]))
            if pack["id"] != "odd":
                built_in.add(scenario["id"])
    total = 0
    print(f"{'format':<11} {'reader':<20} {'items':>5} {'fields compared':>15} {'differences':>11}")
    for name, reader, read in READERS:
        said = (folder / f"{name}.said").read_text("utf8")
        left_out = set(re.findall(r"^airside: (\S+) was skipped: ", said, re.MULTILINE))
        cannot = {id for id in built_in if CANNOT.get(name, lambda item: False)(wanted[id])}
        kept = list(named_apart(wanted, left_out))
        seen = list(read(folder))
        differences = [f"{name}, {reader}: {id} is built in and was skipped" for id in left_out & built_in - cannot]
        if len(seen) != len(kept):
            differences.append(f"{name}, {reader}: {len(seen)} items, and {len(kept)} were written")
        fields = 0
        for found, item in zip(seen, kept):
            place = f"{name}, {reader}, {item['id']}"
            for field, value in found.items():
                fields += 1
                if not agrees(value, item[field]):
                    differences.append(f"{place}, {field}:\n  seen   {value}\n  wanted {item[field]}")
            differences += [f"{place}: a false statement in {field}" for field in false_in_the_open(found)]
        print(f"{name:<11} {reader:<20} {len(seen):>5} {fields:>15} {len(differences):>11}")
        for difference in differences[:5]:
            print(difference, file=sys.stderr)
        total += len(differences)
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
