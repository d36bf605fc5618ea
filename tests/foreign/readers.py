"""Foreign readers: each gives the items that it understood, as dictionaries of fields.

A field that is missing was not carried or not understood. Texts with markup come as lists of lines.
"""

import html
import json
import os
import pathlib
import re
import tempfile
import zipfile
from html.parser import HTMLParser
from importlib.metadata import distribution

import lxml.etree as etree


class Lines(HTMLParser):
    """HTML as lines: paragraphs, breaks, and list items with their numbers."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines, self.line, self.number = [], "", None

    def end_line(self):
        if self.line.strip():
            self.lines.append(" ".join(self.line.split()))
        self.line = ""

    def handle_starttag(self, tag, attributes):
        if tag in ("p", "br", "ol", "ul", "li", "pre"):
            self.end_line()
        elif tag not in ("b", "code", "strong"):
            raise ValueError(f"an element that nobody wrote: {tag}")
        if tag == "ol":
            self.number = int(dict(attributes).get("start", 1))
        elif tag == "ul":
            self.number = None
        elif tag == "li" and self.number is not None:
            self.line = f"{self.number}. "
            self.number += 1

    def handle_endtag(self, tag):
        if tag in ("p", "ol", "ul", "li", "pre"):
            self.end_line()

    def handle_data(self, data):
        self.line += data


def lines(text):
    parser = Lines()
    parser.feed(text)
    parser.close()
    parser.end_line()
    return parser.lines


def gift(files):
    for item in json.loads((files / "gift.json").read_text("utf8")):
        item["stem"], item["afterwards"] = lines(item["stem"]), lines(item["afterwards"])
        item["told"] = [lines(told) for told in item["told"]]
        for field in ("choices", "right"):
            item[field] = [html.unescape(text) for text in item[field]]
        item["kind"] = item.pop("type") == "MC" and item.pop("html")
        item["category"] = item["category"].rsplit("/", 1)[1]
        yield item


def moodle_parser(files):
    """moodle-xml-parser resolves entities inside the HTML and drops `]]>`, so markup and text cannot be told apart any
    more: texts are compared without either."""
    from moodle_xml_parser.parser import parse_file

    for question in parse_file(str(files / "moodle-xml.xml"))["multichoice"]:
        yield {
            "bare title": bare(question.name),
            "bare stem": bare(question.text_pre_parse),
            "bare afterwards": bare(question.general_feedback),
            "choices": [option.answer for option in question.options],
            "right": [option.answer for option in question.options if option.score_fraction == 100],
            "bare told": [bare(option.feedback) for option in question.options],
            "kind": (question.single, question.shuffle_answers, question.penalty, question.answernumbering)
            == (True, False, 1.0, "none")
            and all(option.score_fraction in (0, 100) for option in question.options),
        }


def bare(text):
    return re.sub(r"</?(?:p|br|b|code|pre|strong)/?>|]]>|\s", "", text)


def moodle_lxml(files):
    category = None
    for question in etree.parse(str(files / "moodle-xml.xml")).getroot():
        if question.get("type") == "category":
            category = question.findtext("category/text").rsplit("/", 1)[1]
            continue
        answers = question.findall("answer")
        yield {
            "kind": question.get("type") == "multichoice",
            "category": category,
            "id": question.findtext("idnumber"),
            "title": question.findtext("name/text"),
            "stem": lines(question.findtext("questiontext/text")),
            "afterwards": lines(question.findtext("generalfeedback/text")),
            "choices": [html.unescape(answer.findtext("text")) for answer in answers],
            "right": [html.unescape(answer.findtext("text")) for answer in answers if answer.get("fraction") == "100"],
            "told": [lines(answer.findtext("feedback/text")) for answer in answers],
            "tags": [tag.text for tag in question.findall("tags/tag/text")],
        }


def local(element, name):
    return [found for found in element.iter(etree.Element) if etree.QName(found).localname == name]


def markup(element):
    """The children of an element as HTML."""
    assert not (element.text or "").strip()
    return "".join(etree.tostring(child, encoding="unicode") for child in element)


def qti_item(root):
    body = local(root, "itemBody")[0]
    choices = {choice.get("identifier"): choice.text for choice in local(body, "simpleChoice")}
    full = [entry.get("mapKey") for entry in local(root, "mapEntry") if float(entry.get("mappedValue")) == 1]
    told = {told.get("identifier"): lines(markup(told)) for told in local(root, "modalFeedback")}
    scene = [lines(etree.tostring(child, encoding="unicode", with_tail=False)) for child in body if etree.QName(child).localname in ("p", "pre")]
    correct = [value.text for value in local(local(root, "correctResponse")[0], "value")]
    return {
        "kind": len(correct) == 1 and correct[0] in full and list(told) == list(choices),
        "id": root.get("identifier").removeprefix("airside."),
        "title": root.get("title"),
        "stem": sum(scene, []) + [local(body, "prompt")[0].text],
        "choices": list(choices.values()),
        "right": [text for name, text in choices.items() if name in full],
        "told": list(told.values()),
        "afterwards": list(told.values())[0],
    }


def qti_lxml(files):
    schema, found = None, os.environ.get("QTI_XSD")
    if found:
        schema = etree.XMLSchema(etree.parse(str(pathlib.Path(found) / "qtiv2p1/imsqti_v2p1.xsd")))
    with zipfile.ZipFile(files / "qti.zip") as package:
        assert package.testzip() is None
        manifest = etree.fromstring(package.read("imsmanifest.xml"))
        resources = local(manifest, "resource")
        assert {resource.get("href") for resource in resources} | {"imsmanifest.xml"} == set(package.namelist())
        for resource in resources:
            root = etree.fromstring(package.read(resource.get("href")))
            item = qti_item(root)
            if schema is not None:
                schema.assertValid(root)
            item["tags"] = [keyword[0].text for keyword in local(resource, "keyword")]
            yield item


def qti_convert(files):
    """From 2.1 to 3.0 and back by citolab-qti-convert."""
    from qti_convert import downgrade_package, upgrade_package

    with tempfile.TemporaryDirectory() as folder:
        newer, older = pathlib.Path(folder, "3.zip"), pathlib.Path(folder, "21.zip")
        upgrade_package(str(files / "qti.zip"), str(newer))
        downgrade_package(str(newer), str(older))
        with zipfile.ZipFile(older) as package:
            manifest = etree.fromstring(package.read("imsmanifest.xml"))
            for resource in local(manifest, "resource"):
                yield qti_item(etree.fromstring(package.read(resource.get("href"))))


def text2qti(files):
    """The package that text2qti makes of its text."""
    from text2qti.config import Config
    from text2qti.qti import QTI
    from text2qti.quiz import Quiz

    quiz = Quiz((files / "text2qti.txt").read_text("utf8"), config=Config())
    with tempfile.TemporaryDirectory() as folder:
        QTI(quiz).save(os.path.join(folder, "canvas.zip"))
        with zipfile.ZipFile(os.path.join(folder, "canvas.zip")) as package:
            name = next(name for name in package.namelist() if re.fullmatch(r"(\w+)/\1\.xml", name))
            assessment = etree.fromstring(package.read(name))
    for item in local(assessment, "item"):
        choices = {label.get("ident"): lines(local(label, "mattext")[0].text) for label in local(item, "response_label")}
        told = {told.get("ident"): lines(local(told, "mattext")[0].text) for told in local(item, "itemfeedback")}
        scored = [part for part in local(item, "respcondition") if local(part, "setvar")]
        right = [local(part, "varequal")[0].text for part in scored]
        yield {
            "kind": local(item, "fieldentry")[0].text == "multiple_choice_question",
            "title": item.get("title"),
            "stem": lines(local(local(item, "presentation")[0], "mattext")[0].text),
            "afterwards": told["general_fb"],
            "choices": [text for (text,) in choices.values()],
            "right": [choices[name][0] for name in right],
            "told": [told[f"{name}_fb"] for name in choices],
        }


def anki(take, note_type):
    """Anki's own importer. Imported twice: the second time nothing may be new."""
    from anki.collection import Collection

    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(os.path.join(folder, "collection.anki2"))
        logs = [take(collection) for _ in range(2)]
        once = len(logs[0].new) == logs[0].found_notes and not logs[1].new and not logs[1].updated
        told, sound = collection.fix_integrity()
        # Notes come in the order of their creation, which is that of the file.
        for number in sorted(collection.find_notes("")):
            note = collection.get_note(number)
            *id, front, back = note.fields
            title, *stem = lines(front)
            (card,) = note.cards()
            shown = card.render_output()
            yield {
                "kind": once
                and sound
                and note.note_type()["name"] == note_type
                and id in ([], [note.guid.removeprefix("airside.")])
                and front in shown.question_text
                and back in shown.answer_text,
                "category": collection.decks.name(card.did).removeprefix("airside::"),
                "id": note.guid.removeprefix("airside."),
                "front title": title,
                "front": stem,
                "back": lines(back),
                # Anki sorts them.
                "tags": sorted(
                    (tag.removeprefix("airside::").replace("::", ":") for tag in note.tags),
                    key=lambda tag: ["kind", "telling", "misconception"].index(tag.split(":")[0]),
                ),
            }
        collection.close()


def anki_tsv(files):
    from anki.import_export_pb2 import ImportCsvRequest

    def take(collection):
        path = str(files / "anki-tsv.tsv")
        metadata = collection.get_csv_metadata(path=path, delimiter=None)
        return collection.import_csv(ImportCsvRequest(path=path, metadata=metadata)).log

    return anki(take, "Basic")


def anki_apkg(files):
    from anki.import_export_pb2 import ImportAnkiPackageRequest

    def take(collection):
        return collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(files / "anki-apkg.apkg"))).log

    return anki(take, "airside")


def kahoot(files):
    import openpyxl

    # Only the template is wanted of this package, not what it needs to run.
    (template,) = [path for path in distribution("khquizgen").files if path.name == "KahootQuizTemplate.xlsx"]
    template = openpyxl.load_workbook(template.locate()).worksheets[0]
    sheet = openpyxl.load_workbook(files / "kahoot.xlsx").worksheets[0]
    columns = "BCDEFGH"
    same = all(sheet[f"{column}8"].value == template[f"{column}8"].value for column in columns)
    for row in range(9, sheet.max_row + 1):
        choices = [sheet[f"{column}{row}"].value for column in "CDEF"]
        choices = [choice for choice in choices if choice]
        right = [choices[int(place) - 1] for place in str(sheet[f"H{row}"].value).split(",")]
        question = sheet[f"B{row}"].value
        yield {
            "kind": same
            and sheet[f"A{row}"].value == row - 8
            and sheet[f"G{row}"].value == 240
            and len(question) <= 120
            and all(len(choice) <= 75 for choice in choices)
            and all(sheet[f"{column}{row}"].data_type != "f" for column in columns),
            "question": question,
            "choices": choices,
            "right": right,
        }


READERS = [
    ("gift", "gift-pegjs", gift),
    ("moodle-xml", "moodle-xml-parser", moodle_parser),
    ("moodle-xml", "lxml", moodle_lxml),
    ("qti", "lxml, XSD" if os.environ.get("QTI_XSD") else "lxml, no XSD", qti_lxml),
    ("qti", "citolab-qti-convert", qti_convert),
    ("text2qti", "text2qti", text2qti),
    ("anki-tsv", "anki", anki_tsv),
    ("anki-apkg", "anki", anki_apkg),
    ("kahoot", "openpyxl", kahoot),
]
