"""`python -m assistant.rulebook.draft`: what was drafted of a document, the decisions about it, the comparison.

python -m assistant.rulebook.draft DOCUMENT              every draft with its clause and its cases; what was not drafted
python -m assistant.rulebook.draft --approve RULE_ID …   make drafts rules of their document
python -m assistant.rulebook.draft --reject RULE_ID … --why 不是奖补
python -m assistant.rulebook.draft DOCUMENT --approve all (or --reject all): every draft of the document
python -m assistant.rulebook.draft --compare [--verbose] drafts of the project's own texts against its own rules
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant.calculator.rule import RuleFile
from assistant.errors import AssistantFailure
from assistant.rulebook.draft.compare import Comparison, compare
from assistant.rulebook.draft.document import NotDrafted, draft
from assistant.rulebook.draft.review import approve, open_drafts, reject
from assistant.rulebook.load import load_inputs, load_rulebook
from assistant.settings import Settings
from index.documents.library import Library, load_library
from index.errors import IndexFailure
from index.store.manifest import CURRENT


def main(argv: Sequence[str] | None = None) -> int:
    """0: done; 1: refused, with what to do."""
    parser = argparse.ArgumentParser(prog="python -m assistant.rulebook.draft", description="从条款原文起草奖补规则")
    parser.add_argument("document", nargs="?", help="文件编号：列出它的规则草案和没有起草的句子")
    parser.add_argument(
        "--approve",
        nargs="+",
        default=[],
        metavar="规则编号",
        help="核准草案，成为该文件自己的规则；all：文件的全部草案",
    )
    parser.add_argument(
        "--reject", nargs="+", default=[], metavar="规则编号", help="不采用的草案，以后不再起草；all：文件的全部草案"
    )
    parser.add_argument("--who", default="", help="由谁决定，默认为当前系统用户")
    parser.add_argument("--why", default="", help="不采用的原因")
    parser.add_argument("--compare", action="store_true", help="从项目自带的文本起草，与手工规则逐条对照")
    parser.add_argument("--verbose", action="store_true", help="对照时列出每一条不同")
    arguments = parser.parse_args(argv)
    try:
        if arguments.compare:
            return _compare(arguments.verbose)
        settings = Settings()
        library = load_library(settings.corpus_dir, settings.added_dir)
        if arguments.approve or arguments.reject:
            return _decide(arguments, library, settings)
        if arguments.document:
            return _show(library, arguments.document)
    except (AssistantFailure, IndexFailure) as error:
        print(error.message, file=sys.stderr)
        return 1
    parser.print_help()
    return 2


def _show(library: Library, document_id: str) -> int:
    document = library.document(document_id)
    found = open_drafts(library, load_inputs(), document.id)
    for file in found.files:
        for rule in file.rules:
            print(f"{file.rule_id(rule)}\t{rule.title}（{rule.kind}）")
            print(f"  原文：{rule.quote.replace(chr(10), ' ')}")
            for case in rule.cases:
                given = "，".join(f"{_label(found.inputs, name)}{value}" for name, value in case.in_.items())
                print(f"  例：{given or '（不填）'} → {case.out}")
    for left in found.left:
        print(f"未起草 {left.clause_id}：{left.why}\n  原文：{left.quote.replace(chr(10), ' ')[:160]}")
    print(f"草案 {sum(len(file.rules) for file in found.files)} 条，未起草 {len(found.left)} 句。")
    return 0


def _label(inputs: object, name: str) -> str:
    spec = inputs.get(name) if isinstance(inputs, dict) else None
    return spec.label if spec is not None else name


def _decide(arguments: argparse.Namespace, library: Library, settings: Settings) -> int:
    who = arguments.who or getpass.getuser()
    known, at = load_inputs(), datetime.now(UTC)
    if arguments.document:
        made = open_drafts(library, known, library.document(arguments.document).id)
        every = [file.rule_id(rule) for file in made.files for rule in file.rules]
        arguments.approve = every if arguments.approve == ["all"] else arguments.approve
        arguments.reject = every if arguments.reject == ["all"] else arguments.reject
    for rule_id in arguments.approve:
        print(f"已核准 {rule_id}，规则文件 {approve(library, known, rule_id, who=who, at=at)}")
    for rule_id in arguments.reject:
        reject(library, known, rule_id, who=who, at=at, why=arguments.why)
        print(f"不采用 {rule_id}")
    pointer: Path = settings.index_dir / CURRENT
    if pointer.exists():
        os.utime(pointer)  # a running server looks at it and takes the rules up
    return 0


def _compare(verbose: bool) -> int:
    book = load_rulebook()
    drafted, left = [], list[NotDrafted]()
    for document_id in dict.fromkeys(rule.document_id for rule in book.rules.values()):
        made = draft(book.library, document_id, book.inputs)
        left += made.left
        for data in made.files.values():
            file = RuleFile.model_validate(data)
            drafted += [(file, rule) for rule in file.rules]
    found = compare(book.library, [(rule.file, rule.rule) for rule in book.rules.values()], drafted)
    print("\n".join(_table(found)))
    if verbose:
        print("\n".join(f"起草有误 {rule_id}：{why}" for rule_id, why in found.wrong))
        print("\n".join(f"没有对上 {rule_id}：{why}" for rule_id, why in found.missed))
        print("\n".join(f"未起草 {each.clause_id}：{each.why}" for each in left))
    return 0


def _table(found: Comparison) -> list[str]:
    def share(part: Counter[str], whole: Counter[str], kinds: Sequence[str]) -> str:
        n, of = sum(part[k] for k in kinds), sum(whole[k] for k in kinds)
        return f"{n}/{of}（{n / of:.3f}）" if of else "—"

    lines = ["类别\t手工规则\t找到\t类别与数字都对\t起草\t起草正确"]
    kinds = sorted(found.rules | found.drafted)
    for kind in kinds:
        counts = (found.rules, found.found, found.right, found.drafted, found.good)
        lines.append("\t".join([kind, *(str(counter[kind]) for counter in counts)]))
    figured = [kind for kind in kinds if kind != "none"]
    lines.append(f"全部规则：{share(found.right, found.rules, kinds)}")
    lines.append(f"写明数字的规则：{share(found.right, found.rules, figured)}")
    lines.append(f"起草的准确率：{share(found.good, found.drafted, kinds)}")
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
