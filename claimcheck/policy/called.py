"""Measures by what people call them: ZW26-3, 小微企业新吸纳就业服务补贴, or a part of that."""

from claimcheck.called import called, nearest
from claimcheck.errors import UnknownMeasureError
from claimcheck.policy.load import Rule, document_files, rule, rules


def rule_called(text: str) -> Rule:
    """The one measure that is called so. An id reads only its own document.

    Raises:
        UnknownMeasureError: none is, or several are; the message says which come near.
    """
    if text.strip().split("-", maxsplit=1)[0].upper() in document_files():
        try:
            return rule(text)
        except UnknownMeasureError as error:
            raise UnknownMeasureError(f"{error}{_near(text)}") from error
    found = rules_called(text)
    if len(found) == 1:
        return found[0]
    if found:
        named = "、".join(f"{entry.id}（{entry.document.short}）" for entry in found[:8])
        raise UnknownMeasureError(f"有 {len(found)} 个事项叫“{text}”，请写编号：{named}。")
    raise UnknownMeasureError(
        f"没有叫“{text}”的事项。{_near(text)}可用 claimcheck policy list 查看全部事项。"
    )


def rules_called(text: str) -> list[Rule]:
    """All measures whose title a text names."""
    return called(text, rules().values(), lambda entry: (entry.id, entry.measure.title))


def _near(text: str) -> str:
    titles = {entry.id: entry.measure.title for entry in rules().values()}
    return nearest(text, titles) or nearest(text, {title: key for key, title in titles.items()})
