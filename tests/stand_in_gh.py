"""A stand-in for `gh`, GitHub's own command: it knows what the workflows ask, and no more.

What there is on GitHub is a file of JSON, which GH_STATE names; `told` in it has every command that
changed something. Like GitHub, it refuses what is not allowed.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

PULLS = "https://github.com/port/harbour/pull/"
LONGEST = 65_536  # letters of a body


def run(args: argparse.Namespace, on: dict[str, Any]) -> Any:
    """What the command prints, and what it makes of what there is."""
    issues = {each["number"]: each for each in on["issues"]}
    match args.command:
        case "issue create":
            require(args.label in on["labels"], f"could not add label: {args.label!r} not found")
            issue = {"number": len(issues) + 1, "title": args.title, "body": args.body}
            issue |= {"labels": [args.label], "by": "Bot", "is_open": True, "comments": []}
            on["issues"].insert(0, issue)
        case "issue edit":
            issues[args.number]["title"] = args.title or issues[args.number]["title"]
            issues[args.number]["body"] = args.body
        case "issue comment":
            issues[args.number]["comments"].append(args.body)
        case "issue close":
            issues[args.number]["is_open"] = False
            issues[args.number]["comments"].append(args.comment)
        case "label create":
            require(args.name not in on["labels"], f"label with name {args.name!r} already exists")
            on["labels"].append(args.name)
        case "pr create":
            require(on["may_propose"], "GitHub Actions is not permitted to create pull requests")
            url = f"{PULLS}{len(issues) + len(on['pulls']) + 1}"
            pull = {"url": url, "head": f"port:{args.head}", "title": args.title, "body": args.body}
            pull |= {"comments": []}
            on["pulls"].append(pull)
            sys.stdout.write(f"{url}\n")
        case "pr comment":
            [pull] = [p for p in on["pulls"] if p["url"] == args.url]
            pull["comments"].append(args.body)
        case "api":
            return asked(args.path, on)
    return None


def asked(path: str, on: dict[str, Any]) -> Any:
    """What the API of GitHub answers, of it what the workflows read."""
    of, _, query = path.removeprefix("repos/port/harbour/").partition("?")
    if of == "issues":
        keys = ("number", "title", "body")
        return [
            {key: issue[key] for key in keys}
            | {
                "user": {"type": issue["by"]},
                "labels": [{"name": name} for name in issue["labels"]],
            }
            for issue in on["issues"]
            if issue["is_open"]
        ]
    if of == "pulls":
        return [{"html_url": p["url"]} for p in on["pulls"] if query == f"head={p['head']}"]
    require(on["pages"], "gh: Not Found (HTTP 404)")
    return {"html_url": on["pages"]}


def require(is_so: object, why: str) -> None:
    """End with a message, as gh does, unless it is so."""
    if not is_so:
        sys.exit(why)


def parsed(words: list[str]) -> argparse.Namespace:
    """The command and its options, of which none may be cut short."""
    top = argparse.ArgumentParser(allow_abbrev=False)
    commands = top.add_subparsers(dest="command", required=True)
    for name, *options in (
        ("issue create", "--label", "--title", "--body-file"),
        ("issue edit", "number", "--title", "--body-file"),
        ("issue comment", "number", "--body", "--body-file"),
        ("issue close", "number", "--comment"),
        ("label create", "name", "--description"),
        ("pr create", "--head", "--title", "--body"),
        ("pr comment", "url", "--body-file"),
        ("auth setup-git",),
        ("api", "path", "--jq"),
    ):
        parser = commands.add_parser(name, allow_abbrev=False)
        for option in options:
            parser.add_argument(option, type=int if option == "number" else str)
        if name == "api":
            parser.add_argument("--paginate", action="store_true")
    count = 1 if words[0] == "api" else 2
    return top.parse_args([" ".join(words[:count]), *words[count:]])


def main() -> None:
    """Run the command that is called."""
    require(os.environ.get("GH_TOKEN"), "To use GitHub CLI in a workflow, set GH_TOKEN")
    state = Path(os.environ["GH_STATE"])
    on = json.loads(state.read_text("utf-8"))
    args = parsed(sys.argv[1:])
    if file := vars(args).get("body_file"):
        args.body = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
    require(len(vars(args).get("body") or "") <= LONGEST, "body is too long")
    found = run(args, on)
    if found is not None:
        text = json.dumps(found)
        if query := vars(args).get("jq"):
            done = subprocess.run(["jq", "-r", query], input=text, text=True, stdout=-1, check=True)  # noqa: S607
            text = done.stdout
        sys.stdout.write(text)
    elif args.command != "auth setup-git":
        named = vars(args).get("number") or vars(args).get("name") or vars(args).get("url") or ""
        on["told"].append(f"{args.command} {named or args.title}".strip())
    state.write_text(json.dumps(on), encoding="utf-8")


if __name__ == "__main__":
    main()
