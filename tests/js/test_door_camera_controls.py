"""Light, zoom and the other camera: buttons only where the camera can, which say how it is."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.js.modules import call, open_modules

BUTTONS = "".join(
    f'<button data-action="{name}" hidden><span></span></button>'
    for name in ("torch", "zoom", "turn")
)
TEXTS = "".join(
    f'<span data-text="{key}">{words}</span>'
    for key, words in {
        "torch-on": "Light: on",
        "torch-off": "Light: off",
        "zoom": "Zoom {n}×",
        "facing-user": "Front",
        "facing-environment": "Back",
    }.items()
)
# A camera with these capabilities, on a phone with so many of them; it notes what it is asked for.
SETTING = """
    const [can, cameras, refuses] = v
    const asked = []
    const track = {
      addEventListener() {}, stop() {},
      getCapabilities: () => can,
      applyConstraints: async ({ advanced: [wish] }) => {
        if (refuses) throw new DOMException('no', 'OverconstrainedError')
        asked.push(wish)
      },
    }
    const stream = new MediaStream()
    stream.getVideoTracks = stream.getTracks = () => [track]
    navigator.mediaDevices.getUserMedia = async ({ video }) =>
      (asked.push(video.facingMode.ideal), stream)
    navigator.mediaDevices.enumerateDevices = async () =>
      Array.from({ length: cameras }, () => ({ kind: 'videoinput' }))
    HTMLMediaElement.prototype.play = async () => {}
    const stage = document.createElement('div')
    document.body.append(stage)
    stage.innerHTML = `<video></video><div data-part="camera"><p></p></div>` + v[3]
    const controls = new m.CameraControls(stage, () => {})
    const said = () => [...stage.querySelectorAll('button:not([hidden])')].map(b => b.innerText)
"""


@pytest.fixture
def modules(page: Page) -> Page:
    open_modules(page)
    return page


def controls(
    page: Page, script: str, can: dict[str, Any], *, cameras: int = 1, refuses: bool = False
) -> Any:
    html = f"{BUTTONS}<div hidden>{TEXTS}</div>"
    body = f"{SETTING}{script}"
    return call(page, "door/camera-controls.js", body, can, cameras, refuses, html)


def test_a_camera_that_only_looks_has_no_buttons(modules: Page) -> None:
    assert controls(modules, "await controls.start(); return said()", {}) == []


def test_the_light_is_switched_on_and_says_so(modules: Page) -> None:
    script = """await controls.start(); const before = said(); await controls.torch()
        const pressed = stage.querySelector('[data-action=torch]').getAttribute('aria-pressed')
        return [before, said(), pressed, asked]"""

    before, after, pressed, asked = controls(modules, script, {"torch": True})

    assert (before, after, pressed) == (["Light: off"], ["Light: on"], "true")
    assert asked == ["environment", {"torch": True}]


def test_a_light_that_is_refused_stays_off_and_says_so(modules: Page) -> None:
    script = "await controls.start(); await controls.torch(); return said()"

    assert controls(modules, script, {"torch": True}, refuses=True) == ["Light: off"]


def test_zoom_goes_nearer_as_far_as_the_camera_can_and_back(modules: Page) -> None:
    script = """await controls.start()
        const words = [said()[0]]
        for (let n = 0; n < 3; n++) { await controls.zoom(); words.push(said()[0]) }
        return words"""

    wide = controls(modules, script, {"zoom": {"min": 0.5, "max": 2.5, "step": 0.1}})

    assert wide == ["Zoom 1×", "Zoom 2×", "Zoom 1×", "Zoom 2×"]


def test_the_other_camera_is_offered_where_there_are_two(modules: Page) -> None:
    script = """await controls.start(); const before = said(); await controls.turn()
        return [before, said(), asked, stage.querySelector('video').hasAttribute('data-mirrored')]"""

    before, after, asked, mirrored = controls(modules, script, {}, cameras=2)

    assert (before, after, mirrored) == (["Back"], ["Front"], True)
    assert asked == ["environment", "user"]
