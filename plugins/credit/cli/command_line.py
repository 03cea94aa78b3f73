"""Command line: invoke's own program with help, lists and faults in Chinese, exit status 2 for wrong use, quiet pipes."""

from __future__ import annotations

import difflib
import inspect
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence

from invoke.exceptions import Exit, Failure, ParseError
from invoke.parser.context import ParserContext
from invoke.program import Program

from credit.cli.console import PROBLEMS, WRONG_USE, say
from credit.file_faults import fault_reason

#: Exit status of a program that SIGPIPE ended, as a shell reports it.
PIPE_CLOSED = 128 + 13

_ADVICE = "用 inv --list 看全部命令，用 inv --help 加命令名看它的选项。"
_UNKNOWN = re.compile(r"No idea what '(.*)' is!", re.DOTALL)
_NO_GROUP = re.compile(r"Sub-collection '(.*)' not found!")
_MISSING = re.compile(r"'(.*)' did not receive required positional arguments: (.*)", re.DOTALL)
_NO_VALUE = re.compile(r"Flag <Argument: ([a-z_]+)[^>]*> needed value and was not given one!")
_WITH_VALUE = re.compile(r"Flag <Argument: ([a-z_]+)[^>]*> doesn't take any value!")
_KINDS = {"STRING": "文字", "INT": "整数"}

#: Arguments by place, in words.
_PLACES = {
    "kind": "种类",
    "title": "标题",
    "file": "文件",
    "name": "数据集",
    "number": "版本编号",
    "record-id": "记录编号",
    "revision": "提交",
}

#: Command → the option that a word behind it stands for: invoke's own arguments by place may not be left out.
_BY_PLACE = {"diff": "--revision"}

#: Command → the option that each word behind it stands for that is no option and no option's value.
_SEVERAL = {"province": "--folder"}


def adapt(program: Program) -> None:
    """Make invoke's program speak Chinese and end as the project's commands do."""
    parse = program.parse_tasks

    def parse_tasks() -> None:
        words = list(program.core.unparsed)
        if {"--help", "-h"} & set(words[1:]) and words[0] in program.collection.task_names:
            # invoke takes it for the value of an argument that the command wants.
            program.parser = program._make_parser()
            _print_task_help(program, words[0])
            raise Exit
        if len(words) > 1 and words[0] in _BY_PLACE and not words[1].startswith("-"):
            program.core.unparsed.insert(1, _BY_PLACE[words[0]])
        if words and words[0] in _SEVERAL and words[0] in program.collection.task_names:
            program.parser = program._make_parser()
            program.core.unparsed[:] = _name_words(program.parser.contexts[words[0]], words, _SEVERAL[words[0]])
        try:
            parse()
        except ParseError as error:
            names = program.parser.contexts if program.parser is not None else ()
            raise Exit(f"{_fault(error, names, words)}{_ADVICE}", code=WRONG_USE) from error
        except ValueError as error:
            raise Exit(f"有一个选项的内容要写数字。{_ADVICE}", code=WRONG_USE) from error

    clean_up = program.parse_cleanup

    def parse_cleanup() -> None:
        try:
            clean_up()
        except ParseError as error:  # help for a command that is not there
            names = program.parser.contexts if program.parser is not None else ()
            raise Exit(f"{_fault(error, names, ())}{_ADVICE}", code=WRONG_USE) from error
        except Exit as error:
            if (match := _NO_GROUP.fullmatch(error.message or "")) is None:
                raise
            raise Exit(f"没有叫 {match[1]} 的一组命令。{_ADVICE}", code=WRONG_USE) from error

    def print_help() -> None:
        print("用法：inv 命令 [选项]\n\n看一个命令的选项：inv --help 命令\n")
        program.list_tasks()

    program.parse_cleanup = parse_cleanup  # type: ignore[method-assign]
    program.parse_tasks = parse_tasks  # type: ignore[method-assign]  # the program is invoke's own
    program.print_help = print_help  # type: ignore[method-assign]
    program.print_task_help = lambda name: _print_task_help(program, name)  # type: ignore[method-assign]
    program.task_list_opener = lambda extra="": "命令"  # type: ignore[method-assign]
    for step in ("parse_cleanup", "execute"):
        setattr(program, step, _end_quietly(getattr(program, step)))


def _name_words(command: ParserContext, words: Sequence[str], option: str) -> list[str]:
    """Return a command line with an option before each word that is neither an option nor the value of one."""
    named = [words[0]]
    is_value = False
    for word in words[1:]:
        if not is_value and not word.startswith("-"):
            named.append(option)
        flag = command.flags.get(word)
        is_value = not is_value and flag is not None and flag.takes_value
        named.append(word)
    return named


def _fault(error: ParseError, names: Iterable[str], words: Sequence[str]) -> str:
    """Return in Chinese what is wrong with a command line."""
    text = str(error)
    if match := _UNKNOWN.fullmatch(text):
        word = match[1]
        options = [flag for flag in (error.context.flag_names() if error.context else ()) if flag.startswith("--")]
        known = options if word.startswith("-") else list(names)
        near = difflib.get_close_matches(word, known, n=1)
        hint = f"，是不是 {near[0]}？" if near else "。"
        if not near and not word.startswith("-") and words and words[0] in names and word != words[0]:
            return f"inv {words[0]} 后面不能再写 {word}。"
        return f"没有{'选项' if word.startswith('-') else '命令'} {word}{hint}"
    if match := _MISSING.fullmatch(text):
        wanted = [name.strip(" '\"").replace("_", "-") for name in match[2].split(",")]
        missing = "、".join(_PLACES.get(name, name) for name in wanted)
        return f"inv {match[1]} 后面还要写：{missing}。"
    if match := _NO_VALUE.fullmatch(text):
        return f"--{match[1].replace('_', '-')} 后面还要写内容。"
    if match := _WITH_VALUE.fullmatch(text):
        return f"--{match[1].replace('_', '-')} 后面不写内容。"
    return "命令或选项写错了。"


def _print_task_help(program: Program, name: str) -> None:
    """Print what a command does, and its options."""
    assert program.parser is not None  # the program parses before it prints
    context = program.parser.contexts[name]
    wanted = [argument.name.replace("_", "-") for argument in context.positional_args]
    places = " ".join(f"[{_PLACES[word]}]" if name in _BY_PLACE else _PLACES.get(word, word) for word in wanted)
    print(" ".join(filter(None, (f"用法：inv {name}", places, "[选项]"))))
    print(f"\n{inspect.getdoc(program.collection[name]) or ''}\n")
    pairs = [
        (re.sub("|".join(_KINDS), lambda match: _KINDS[match[0]], flags), words)
        for flags, words in context.help_tuples()
    ]
    if pairs:
        print("选项：\n")
        program.print_columns(pairs)


def _end_quietly(run: Callable[[], None]) -> Callable[[], None]:
    """Return a step of the program that ends without English: its reader has gone (``inv ledger | head``), no file."""

    def run_until_closed() -> None:
        try:
            try:
                run()
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            # The rest of the buffer would be written, and fail again, at the very end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(PIPE_CLOSED) from None
        except (Exit, Failure):
            raise
        except EOFError:  # end of input (Ctrl-D, Ctrl-Z) in place of an answer
            say("\n没有回答，什么都没有做。")
            raise SystemExit(PROBLEMS) from None
        except OSError as error:
            say(f"读写 {error.filename or '文件'} 时出错：{fault_reason(error)}。")
            raise SystemExit(PROBLEMS) from None
        except Exception:
            say("程序出错，没有做完。请把下面的内容交给维护人员：")
            raise

    return run_until_closed
