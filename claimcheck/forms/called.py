"""Claim types by what people call them: hiring, 吸纳就业补贴, or one of their measures."""

from claimcheck.called import called, nearest
from claimcheck.errors import DataFileError
from claimcheck.forms.load import claim_titles
from claimcheck.policy.called import rules_called


def file_stem(claim_type: str, asked: str = "") -> str:
    """What the file of a blank template is called in Chinese, without its ending.

    吸纳就业补贴, or 吸纳就业补贴（ZW26-3） where that measure was asked for.

    Args:
        claim_type: "hiring", …
        asked: what the template was asked for by.
    """
    title = claim_titles()[claim_type].partition("（")[0]
    named = rules_called(asked) if asked else []
    if len(named) == 1 and named[0].id.lower() == asked.strip().lower():
        return f"{title}（{named[0].id}）"
    return title


def claim_type_called(text: str) -> str:
    """The claim type that is called so, or to which the measure belongs that is.

    Raises:
        DataFileError: none is, or several are; the message says which.
    """
    titles = claim_titles()
    found = [key for key, _ in called(text, titles.items(), lambda entry: entry)]
    if not found:
        found = list(dict.fromkeys(entry.measure.type for entry in rules_called(text)))
    if len(found) == 1:
        return found[0]
    if found:
        named = "、".join(f"{key}（{titles[key]}）" for key in found)
        raise DataFileError(f"“{text}”可以指 {len(found)} 类申报，请写其中一类：{named}。")
    near = nearest(text, titles) or nearest(text, {title: key for key, title in titles.items()})
    known = "、".join(f"{key}（{title}）" for key, title in titles.items())
    raise DataFileError(f"没有“{text}”这一申报类型。{near}可选：{known}。")
