"""Every operation of the vendor's Python client, unchanged, against the sandbox at sys.argv[1].

Prints the client's version, then one line per operation that passed.
"""

import http.server
import io
import sys
import threading
from importlib.metadata import version

import httpx
from videogen.client import VideoGenApi
from videogen.core.api_error import ApiError
from videogen.download_file import download_file
from videogen.poll_executed_tool import poll_executed_tool
from videogen.upload_file import upload_file
from videogen.verify_webhook_signature import verify_webhook_signature

received = []
arrived = threading.Semaphore(0)


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        received.append(({k.lower(): v for k, v in self.headers.items()}, body.decode()))
        self.send_response(200)
        self.end_headers()
        arrived.release()

    def log_message(self, *args):
        pass


def passed(name, result):
    print("passed", name, flush=True)
    return result


def run(client, name, **fields):
    accepted = passed(name, getattr(client.tools, name)(**fields))
    done = poll_executed_tool(client, accepted.tool_execution_id, poll_interval_ms=50)
    assert done.status == "succeeded", done
    assert done.results[0].file.download_source.status == "ready", done
    return done.results[0].file_id


def tools(client, image):
    run(client, "generate_image", prompt="a cat", image_file_ids=[image])
    clip = run(client, "generate_video_clip", prompt="sea")
    sound = run(client, "text_to_speech", tts_text="hello", voice_id=None)
    run(client, "generate_sound_effect", prompt="rain", duration_seconds=2)
    presenters = passed("list_avatar_presenters", client.resources.list_avatar_presenters())
    passed("list_tts_voices", client.resources.list_tts_voices(include_deprecated_voices=True))
    presenter = presenters.avatar_presenters[0].avatar_presenter_id
    run(client, "generate_avatar", avatar_presenter_id=presenter, audio_storage_file_id=sound)
    for name in ("vectorize_image", "remove_image_background", "upscale_image"):
        run(client, name, image_storage_file_id=image)
    for name in ("remove_video_background", "upscale_video"):
        run(client, name, video_storage_file_id=clip)
    stuck = client.tools.generate_image(prompt="[stuck]").tool_execution_id
    passed("cancel_tool_execution", client.tools.cancel_tool_execution(stuck))
    info = passed("get_tool_execution_info", client.tools.get_tool_execution_info(stuck))
    assert info.status == "cancelled", info
    return clip


def files(client, image, clip):
    listed = passed("get_files", client.files.get_files()).files
    found = passed("search_files", client.files.search_files(query="cat")).results
    assert image in [hit.file.file_id for hit in found], found
    passed("get_file", client.files.get_file(image))
    passed("hydrate_file", client.files.hydrate_file(image))
    shown = passed("enable_public_preview", client.files.enable_public_preview(clip))
    assert httpx.get(shown.public_hls_url).status_code == 200, shown
    hidden = passed("disable_public_preview", client.files.disable_public_preview(clip))
    assert not hidden.is_public_preview_enabled, hidden
    passed("archive_file", client.files.archive_file(clip))
    assert len(client.files.get_files().files) == len(listed) - 1
    try:
        client.files.get_file("vg_file_0000000000000000")
        raise AssertionError("a file that is not there was found")
    except ApiError as error:
        assert error.status_code == 404 and error.body["code"] == "not_found", error


def main():
    print("videogen", version("videogen"), flush=True)
    receiver = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    client = VideoGenApi(base_url=sys.argv[1], token="vg_key_of_ada")
    endpoint = passed(
        "create_webhook_endpoint",
        client.webhooks.create_webhook_endpoint(
            url="http://127.0.0.1:%d/" % receiver.server_port,
            events=["tool_execution.succeeded"],
        ),
    )
    with open(sys.argv[2], "rb") as opened:
        png = opened.read()
    image = upload_file(client, io.BytesIO(png), display_name="cat", poll_interval_ms=50).file_id
    passed("create_file_upload", image)
    assert download_file(client, image).content == png
    clip = tools(client, image)
    files(client, image, clip)
    assert arrived.acquire(timeout=30)
    headers, body = received[0]
    event = verify_webhook_signature(body, headers, endpoint.signing_secret)
    assert event["event"] == "tool_execution.succeeded", event
    hooks = passed("list_webhook_endpoints", client.webhooks.list_webhook_endpoints())
    assert len(hooks.endpoints) == 1, hooks
    client.webhooks.delete_webhook_endpoint(endpoint.endpoint_id)
    passed("delete_webhook_endpoint", None)


main()
