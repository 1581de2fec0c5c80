"""A real SMTP server for the tests (Debian's python3-aiosmtpd). It does as the file "mode" in its folder says, which is
read at every step: ok | slow SECONDS | rcpt REPLY | only PART-OF-ADDRESS REPLY | data REPLY | drop. Each message it takes becomes a file of its raw
bytes and, read by Python's own mail parser, a JSON file beside it."""
import asyncio, email, email.policy, json, os, socket, ssl, sys, time
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, SMTP

folder, port, user, password, tls = sys.argv[1:6]
count = 0


def mode():
    try:
        with open(os.path.join(folder, "mode"), encoding="utf-8") as file:
            return file.read().strip().partition(" ")
    except FileNotFoundError:
        return ("ok", "", "")


def describe(message):
    parts = []
    for part in message.walk():
        if part.is_multipart():
            continue
        text = part.get_payload(decode=True).decode("utf-8")
        parts.append({"type": part.get_content_type(), "method": part.get_param("method"), "file": part.get_filename(), "text": text})
    return {"headers": [[name, str(value)] for name, value in message.items()], "parts": parts, "defects": [str(each) for each in message.defects]}


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        what, _, more = mode()
        if what == "rcpt":
            return more
        part, _, reply = more.partition(" ")
        if what == "only" and part in address:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        global count
        what, _, more = mode()
        if what == "slow":
            await asyncio.sleep(float(more))
        if what == "data":
            return more
        if what == "drop":
            server.transport.abort()
            return "451 gone"
        count += 1
        name = os.path.join(folder, f"{count:06d}-{os.getpid()}")
        with open(name + ".eml", "wb") as file:
            file.write(envelope.original_content)
        read = describe(email.message_from_bytes(envelope.original_content, policy=email.policy.default))
        read.update({"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None, "signedIn": bool(session.authenticated)})
        with open(name + ".tmp", "w", encoding="utf-8") as file:
            json.dump(read, file)
        os.rename(name + ".tmp", name + ".json")
        return "250 taken as " + str(count)


def check(server, session, envelope, mechanism, data):
    given = (data.login.decode(), data.password.decode())
    return AuthResult(success=given == (user, password), handled=False)


class Server(Controller):
    def factory(self):
        context = None
        if tls == "starttls":
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem"))
        return SMTP(self.handler, hostname="mail.test", tls_context=context, require_starttls=False, enable_SMTPUTF8=True,
                    authenticator=check if user else None, auth_required=bool(user), auth_require_tls=tls != "none")


if port == "0":
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
controller = Server(Handler(), hostname="127.0.0.1", port=int(port))
controller.start()
print("listening", port, flush=True)
while os.getppid() != 1:
    time.sleep(0.5)
