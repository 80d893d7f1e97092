"""Every setting in one table: its name, its default, what it does. The manual is checked against it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT / "data"
"""Where things of this machine lie unless a setting says otherwise."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable the product reads."""

    name: str
    default: str
    help_zh: str
    help_en: str


SETTINGS = (
    Setting(
        "KPI_DATABASE",
        str(DATA / "kpi.duckdb"),
        "数据库文件的位置，不存在时自动建立并载入基线；或 PostgreSQL 上 DuckLake 的地址，以 ducklake:postgres: 开头。",
        "Where the database file is; it is created and the baseline loaded if it is missing. Or the address of a DuckLake on "
        "PostgreSQL, which begins with ducklake:postgres:",
    ),
    Setting(
        "KPI_DATA_PATH",
        str(DATA / "lake"),
        "使用 DuckLake 时各表的文件所在的文件夹，或以 s3:// 开头的对象存储地址；各台服务器须相同。",
        "With a DuckLake, the folder of the tables' files, or an S3-compatible address that begins with s3:// ; "
        "the same for all servers.",
    ),
    Setting(
        "KPI_S3_ENDPOINT",
        "",
        "对象存储的主机和端口，以 https:// 或 http:// 开头；空为亚马逊的地址。",
        "Host and port of the S3-compatible store, beginning with https:// or http:// ; empty: Amazon's own.",
    ),
    Setting("KPI_S3_REGION", "", "对象存储的区域（region）。", "The region of the S3-compatible store."),
    Setting(
        "KPI_S3_ADDRESSING",
        "path",
        "桶名写在哪里：path 在路径中，vhost 在主机名前。",
        "Where the bucket's name goes: path, in the path; vhost, before the host.",
    ),
    Setting(
        "KPI_S3_CREDENTIALS_FILE",
        "",
        "对象存储密钥的文件，他人不可读：第一行密钥编号，第二行密钥。",
        "The file of the key to the S3-compatible store, which nobody else may read: first line its id, second line the key.",
    ),
    Setting(
        "KPI_CATALOG",
        str(DATA / "catalog"),
        "规划所在的文件夹：新数据库由它填入；已有的数据库只由它决定显示哪个规划。",
        "The folder of a plan: a new database is filled from it; of an existing one it only says which plan to show.",
    ),
    Setting(
        "KPI_LEAST_COVERAGE",
        "0",
        "应有数据的目标中至少要有多大比例有可用数据，报告才能印发，如 0.6；0 为不限。plan.csv 的 least_coverage 优先。",
        "The least share of the targets due that must have an admissible figure before a report may be issued, such as 0.6; "
        "0 for no limit. least_coverage in plan.csv goes first.",
    ),
    Setting("KPI_LANG", "zh", "默认语言的代码，如 zh、en。", "The language to start in, by its code: zh, en."),
    Setting("KPI_USER", "本机用户", "上传和撤回时记录的用户名。", "The name recorded with uploads and withdrawals."),
    Setting(
        "KPI_OUTBOX",
        "",
        "催办函写入的文件夹；空为数据库旁的 outbox。",
        "The folder that reminders are written into; empty: outbox beside the database.",
    ),
    Setting(
        "KPI_MAIL_FROM",
        "",
        "催办函的发件地址；用邮件服务器发送时必须设置。",
        "The mail address that reminders come from; needed with a mail server.",
    ),
    Setting("KPI_SMTP_HOST", "", "邮件服务器；空为不用邮件发送。", "The mail server; empty: nothing goes out by mail."),
    Setting("KPI_SMTP_PORT", "587", "邮件服务器的端口。", "The port of the mail server."),
    Setting(
        "KPI_SMTP_SECURITY",
        "starttls",
        "与邮件服务器的连接：starttls；tls 一开始即加密；none 不加密，此时不发送口令。",
        "The connection to the mail server: starttls; tls, from the beginning; none, and then no password is sent.",
    ),
    Setting(
        "KPI_SMTP_CREDENTIALS_FILE",
        "",
        "邮件服务器账号的文件：第一行用户名，第二行口令。",
        "The file of the account at the mail server: first line the user, second line the password.",
    ),
    Setting(
        "KPI_WEBHOOK_KIND",
        "wecom",
        "群机器人：wecom 企业微信、政务微信；dingtalk 钉钉。",
        "The robot of a group: wecom (WeCom, Government WeCom) or dingtalk.",
    ),
    Setting(
        "KPI_WEBHOOK_FILE",
        "",
        "群机器人地址的文件：第一行 https 地址，钉钉加签时第二行为密钥；空为不用。",
        "The file of the robot's address: first line the https address, second line the secret of a signed DingTalk robot; "
        "empty: off.",
    ),
    Setting(
        "KPI_SIGN_IN",
        "none",
        "登录方式：none 不登录，只供本机使用；accounts 账号和口令；oidc 统一身份认证；proxy 由前置代理认证。",
        "How people sign in: none, this machine only; accounts, by name and password; oidc, by an identity provider; "
        "proxy, by a proxy before the server.",
    ),
    Setting(
        "KPI_ADDRESS",
        "127.0.0.1",
        "服务监听的地址；none 时只能是本机。",
        "Where the server listens; with none only this machine.",
    ),
    Setting(
        "KPI_PUBLIC_ADDRESS",
        "",
        "用户打开看板的网址，以 https:// 开头；空为只在本机。",
        "Where people open the dashboard, beginning with https:// ; empty for this machine only.",
    ),
    Setting(
        "KPI_IDLE_MINUTES",
        "30",
        "登录后多少分钟不操作即退出。",
        "After so many minutes in which nothing was done a visit ends.",
    ),
    Setting("KPI_SESSION_MINUTES", "600", "登录后最多多少分钟须重新登录。", "After so many minutes a visit ends in any case."),
    Setting(
        "KPI_KEY_FILE",
        "",
        "签署 cookie 的密钥文件，没有时自动建立；空为与数据库同名加 .sign-in.key。几台服务器须用同一个。",
        "The key that cookies are signed with, made if missing; empty: beside the database, named after it with .sign-in.key. "
        "Several servers share one.",
    ),
    Setting(
        "KPI_PROXIES",
        "",
        "受信任的代理的地址或网段，用逗号分隔；只有它们转告的来源地址才算数。",
        "Addresses or networks of trusted proxies, with commas between; only they are believed where a request comes from.",
    ),
    Setting(
        "KPI_PROXY_HEADER",
        "X-Remote-User",
        "proxy 方式下写有账号的请求头。",
        "With proxy, the request header that names the user.",
    ),
    Setting(
        "KPI_PROXY_SECRET_FILE",
        "",
        "proxy 方式下与代理共有的密钥的文件，代理须在请求头 X-KPI-Proxy-Secret 中带上它。",
        "With proxy, the file of the secret shared with the proxy, which sends it in the request header X-KPI-Proxy-Secret.",
    ),
    Setting(
        "KPI_OIDC_ISSUER",
        "",
        "oidc 方式下认证服务的网址（issuer）。",
        "With oidc, the address of the identity provider (issuer).",
    ),
    Setting(
        "KPI_OIDC_CLIENT", "", "oidc 方式下本应用的标识（client_id）。", "With oidc, what the provider calls us (client_id)."
    ),
    Setting(
        "KPI_OIDC_SECRET_FILE",
        "",
        "oidc 方式下本应用密钥（client_secret）的文件。",
        "With oidc, the file of our secret (client_secret).",
    ),
    Setting(
        "KPI_OIDC_CLAIM",
        "sub",
        "oidc 方式下以认证结果的哪一项为账号；须是不会改、不重复的一项。",
        "With oidc, which claim is the name of the account; one that never changes and that no two people share.",
    ),
    Setting(
        "KPI_UPLOADS_PER_HOUR",
        "1000",
        "登录后，每人每小时最多读取多少个上传的文件；0 为不限，以下各项同。",
        "Signed in, so many uploaded files are read for one person an hour; 0 for no limit, as in those below.",
    ),
    Setting(
        "KPI_UPLOAD_MB_PER_DAY",
        "1000",
        "登录后，每人每天最多读取多少 MB 上传的文件。",
        "Signed in, so many MB of uploaded files are read for one person a day.",
    ),
    Setting(
        "KPI_REPORTS_PER_HOUR",
        "300",
        "登录后，每人每小时最多生成多少份报告，含预览、比对和批量。",
        "Signed in, so many reports are made for one person an hour; previews, comparisons and each of a series count.",
    ),
    Setting(
        "KPI_DOWNLOADS_PER_HOUR",
        "300",
        "登录后，每人每小时最多下载多少个文件。",
        "Signed in, one person may download so many files an hour.",
    ),
    Setting(
        "KPI_QUERIES_PER_HOUR",
        "200",
        "登录后，每人每小时最多做多少次 SQL 查询。",
        "Signed in, one person may ask so many questions in SQL an hour.",
    ),
    Setting(
        "KPI_CALENDARS_PER_HOUR",
        "120",
        "登录后，每人每小时最多读取多少次 /calendar.ics。",
        "Signed in, one person may fetch /calendar.ics so often an hour.",
    ),
    Setting(
        "KPI_CALLS_PER_MINUTE",
        "600",
        "登录后，每人的程序每分钟最多访问多少次 API。",
        "Signed in, one person's programs may call the API so often a minute.",
    ),
    Setting(
        "KPI_MESSAGES_PER_DAY",
        "500",
        "登录后，每人每天最多发出多少封催办。",
        "Signed in, one person may send so many reminders a day.",
    ),
    Setting(
        "KPI_REMARKS_PER_DAY",
        "300",
        "登录后，每人每天最多写多少条批示、整改和跟踪。",
        "Signed in, one person may write so many remarks, steps of a matter and marks a day.",
    ),
    Setting(
        "KPI_EVIDENCE_MB_PER_DAY",
        "500",
        "登录后，每人每天最多上传多少 MB 佐证材料。",
        "Signed in, one person may attach so many MB of evidence a day.",
    ),
    Setting(
        "KPI_SIGN_INS_PER_HOUR",
        "300",
        "从同一地址每小时最多登录多少次。",
        "From one address people may sign in so often an hour.",
    ),
    Setting(
        "KPI_VISITS_PER_PERSON",
        "10",
        "同一账号最多同时登录多少处。",
        "So many visits of one account at once.",
    ),
    Setting(
        "KPI_WAITING_PER_PERSON",
        "50",
        "每人最多同时有多少件上报等待审核。",
        "So many submissions of one person may wait at once.",
    ),
    Setting(
        "KPI_AT_ONCE_PER_PERSON",
        "4",
        "读取文件、生成报告和 SQL 查询，每人最多同时多少项。",
        "So many things under way for one person at once: reading files, making reports, asking in SQL.",
    ),
    Setting(
        "KPI_LOG_FORMAT",
        "text",
        "日志格式：text 每行一句；json 每行一个 JSON 对象，含每次请求，不含内容和令牌。",
        "How logs are written: text; json, one object a line, requests included, without contents or tokens.",
    ),
)


def setting(name: str, environment: Mapping[str, str] | None = None) -> str:
    """The value of the setting called `name`: from the environment, else its default. KeyError if there is none."""
    default = {known.name: known.default for known in SETTINGS}[name]
    return (os.environ if environment is None else environment).get(name) or default
