"""What a user does once, in Chinese: trust the certificate, give Excel the manifest."""

import sys
from collections.abc import Callable
from pathlib import Path

from addin.officejs.home import Home
from addin.officejs.manifest import NAMESPACE

#: Where Excel on a Mac looks for manifests, below the user's home.
_MAC_FOLDER = "Library/Containers/com.microsoft.Excel/Data/Documents/wef"


def trust(home: Home, platform: str = sys.platform) -> list[str]:
    """How to trust the certificate on this kind of machine, and what that means."""
    ends = home.valid_until()
    until = f"，有效期至 {ends:%Y-%m-%d}" if ends else ""
    return [
        f"一、信任本机证书（只做一次{until}）",
        "    Excel 只肯从加密的网址读取加载项，本机也不例外，所以 claimcheck 在本机做了一张证书。",
        "    它只能证明 localhost（本机自己），签发用的私钥已经销毁，不能用来冒充任何网站。",
        *(f"    {line}" for line in _commands(platform)(home.authority)),
    ]


def add_manifest(home: Home, platform: str = sys.platform) -> list[str]:
    """How to give Excel the manifest."""
    lines = ["二、把加载项交给 Excel（只做一次；更换端口后重做）"]
    if platform == "darwin":
        lines += [
            "    Mac 版：把清单文件拷到 Excel 读取的文件夹，再重新打开 Excel：",
            f'    mkdir -p ~/{_MAC_FOLDER} && cp "{home.manifest}" ~/{_MAC_FOLDER}/',
            "    在“插入”选项卡的“我的加载项”旁点小箭头，选“就业补贴（claimcheck）”。",
        ]
    lines += [
        "    网页版：“插入”→“加载项”→“管理我的加载项”→“上传我的加载项”，选下面的文件：",
        f"    {home.manifest}",
        "    浏览器若问是否允许访问本机的服务，请选“允许”。",
        "    清单文件里有本机的口令，请不要发给别人。",
    ]
    return lines


def use() -> list[str]:
    """How the functions are called there."""
    return [
        "三、在单元格中使用",
        f"    函数名前加 {NAMESPACE} 和一个点，例如 ={NAMESPACE}.CC_CAPITAL(12000)。",
        "    模板里的核算栏在 Mac 版和网页版中由普通公式计算，结果相同。",
    ]


def _commands(platform: str) -> Callable[[Path], list[str]]:
    return {"win32": _windows, "darwin": _mac}.get(platform, _other)


def _windows(authority: Path) -> list[str]:
    return [
        "在“命令提示符”中运行下面一行，出现提示时选“是”：",
        f'certutil -user -addstore Root "{authority}"',
        "以后不用了，可以这样撤销：",
        'certutil -user -delstore Root "claimcheck 本机证书（仅限 localhost）"',
    ]


def _mac(authority: Path) -> list[str]:
    keychain = "~/Library/Keychains/login.keychain-db"
    return [
        "在“终端”中运行下面一行，按提示输入本机密码：",
        f'security add-trusted-cert -r trustRoot -k {keychain} "{authority}"',
        "以后不用了，可以在“钥匙串访问”里删除“claimcheck 本机证书（仅限 localhost）”。",
    ]


def _other(authority: Path) -> list[str]:
    return [
        "在浏览器的设置里，把下面的文件导入“证书颁发机构”，并勾选“信任它来标识网站”：",
        str(authority),
    ]
