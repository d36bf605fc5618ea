"""Independent clients against `airside lab --listen`: HTTPie, requests, httpx and, where there is one, a browser.

    clients.py AIRSIDE [CHROMIUM]

Every client must see the same status and the same challenges. `airside inspect` then judges what HTTPie printed and
the HAR of the browser: no fault on the good routes, and a fault for each airline that one request can show.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import httpx
import requests

AIRSIDE = sys.argv[1]
CHROMIUM = sys.argv[2] if len(sys.argv) > 2 else None
HTTPIE = pathlib.Path(sys.executable).with_name("http")


def judge(text, *facts):
    """What inspect says about each exchange of the text."""
    command = [AIRSIDE, "inspect", "--json", *facts, "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    report = json.loads(done.stdout)
    return report.get("exchanges", [report])


def httpie(method, url, headers):
    """The exchange as HTTPie prints it, and its status and challenges."""
    fields = [f"{name}:{value}" for name, value in headers.items()]
    command = [HTTPIE, "--ignore-stdin", "--verbose", "--pretty=none", method, url, *fields]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    response = text[re.search(r"^HTTP/1\.1 ", text, re.M).start() if method == "HEAD" else text.rindex("HTTP/1.1 ") :]
    status = int(response.split()[1])
    challenges = re.findall(r"^WWW-Authenticate: (.*?)\r?$", response, re.M | re.I)
    return text, (status, ", ".join(challenges))


def browser(address, login, routes, folder):
    """What a browser makes of each route, and its HAR."""
    from playwright.sync_api import Error, sync_playwright

    user, password = login.split(":")
    archive = folder / "browser.har"
    seen = {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for credentials in (None, {"username": user, "password": password}):
            options = {"record_har_path": archive} if credentials is None else {}
            context = chromium.new_context(http_credentials=credentials, **options)
            page = context.new_page()
            answers = []
            page.on("response", lambda response: answers.append((response.url, response.status)))
            for route in routes:
                try:
                    page.goto(address + route)
                except Error:
                    # Where it would ask a person for a password, Chromium ends the navigation.
                    pass
                statuses = [status for url, status in answers if url == address + route]
                seen[route, credentials is not None] = statuses[-1] if statuses else None
            context.close()
        chromium.close()
    return seen, archive.read_text()


def main():
    lab = subprocess.Popen(
        [AIRSIDE, "lab", "--listen", "--plain"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    try:
        address = re.search(r"http://\S+", lab.stdout.readline())[0]
        lab.stdout.readline()
        login = re.search(r"\w+:\S+", lab.stdout.readline().split(":", 1)[1])[0]
        check(address, login)
    finally:
        lab.terminate()
        lab.wait()


def check(address, login):
    faults = 0
    user, password = login.split(":")
    form = {"user": user, "password": password}
    token = requests.post(f"{address}/desk/login", data=form, timeout=20).json()["access_token"]
    assert httpx.post(f"{address}/desk/login", data=form).json()["access_token"]
    basic = requests.Request("GET", address, auth=(user, password)).prepare().headers["Authorization"]
    identities = {
        "nobody": {},
        "password": {"Authorization": basic},
        "wrong password": {"Authorization": "Basic YW5hOndyb25n"},
        "token": {"Authorization": f"Bearer {token}"},
        "made-up token": {"Authorization": "Bearer made-up"},
    }
    good = ["/", "/security", "/desk/login", "/gate/24", "/gate/27", "/supervisor", "/runway", "/curfew", "/lounge", "/nowhere"]
    count = 0
    for method in ("GET", "HEAD", "DELETE"):
        for route in good:
            for name, headers in identities.items():
                url = address + route
                text, by_httpie = httpie(method, url, headers)
                by_requests = requests.request(method, url, headers=headers, timeout=20)
                by_httpx = httpx.request(method, url, headers=headers)
                answers = {by_httpie}
                for answer in (by_requests, by_httpx):
                    answers.add((answer.status_code, answer.headers.get("WWW-Authenticate", "")))
                    length = int(answer.headers["Content-Length"])
                    assert method == "HEAD" or length == len(answer.content), (route, length)
                if len(answers) > 1:
                    faults += 1
                    print(f"{method} {route} as {name}: the clients differ: {answers}")
                for report in judge(text):
                    count += 1
                    if report["verdict"] in ("wrong-code", "challenge"):
                        faults += 1
                        print(f"{method} {route} as {name}: {report['verdict']} {report['findings']}")
    print(f"good routes: {count} exchanges, read alike by HTTPie, requests and httpx")
    airlines = {
        1: (identities["nobody"], []),
        2: (identities["wrong password"], ["--fact", "credentials=wrong-secret"]),
        3: (identities["token"], ["--fact", "credentials=valid", "--fact", "permission=scope"]),
        4: (identities["nobody"], []),
        5: (identities["nobody"], []),
    }
    for number, (headers, facts) in airlines.items():
        text, _ = httpie("GET", f"{address}/airlines/{number}", headers)
        verdict = judge(text, *facts)[-1]["verdict"]
        print(f"airline {number}: {verdict}")
        faults += verdict not in ("wrong-code", "challenge")
    if CHROMIUM:
        with tempfile.TemporaryDirectory() as folder:
            seen, archive = browser(address, login, good, pathlib.Path(folder))
            for (route, with_password), status in seen.items():
                expected = requests.get(address + route, headers=identities["password"] if with_password else {}, timeout=20)
                # A browser sends its password only after a challenge, so a Bearer challenge stays unanswered.
                if status != expected.status_code and not (with_password and "Basic" not in expected.headers.get("WWW-Authenticate", "Basic")):
                    faults += 1
                    print(f"browser {route}: {status} instead of {expected.status_code}")
            reports = judge(archive)
            faults += sum(report["verdict"] in ("wrong-code", "challenge") for report in reports)
            print(f"browser: {len(seen)} pages, {len(reports)} entries in its HAR")
    else:
        print("browser: none found, nothing compared")
    sys.exit(1 if faults else 0)


main()
