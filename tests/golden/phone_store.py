"""The database that the door's page keeps on a phone, written and read by name, not by our code."""

from typing import Any

from playwright.sync_api import Page

# Bytes stand in JSON as `{"base64": "…"}`.
LOAD = """async stores => {
    const real = value => {
      if (Array.isArray(value)) return value.map(real)
      if (value === null || typeof value !== "object") return value
      if ("base64" in value) return Uint8Array.from(atob(value.base64), one => one.charCodeAt(0))
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, real(one)]))
    }
    await new Promise((done, failed) => {
      const asked = indexedDB.open("door", 1)
      asked.onerror = failed
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("kept")
        asked.result.createObjectStore("scans", { keyPath: "id" })
      }
      asked.onsuccess = () => {
        const db = asked.result
        const writing = db.transaction(["kept", "scans"], "readwrite")
        for (const [key, value] of Object.entries(stores.kept)) {
          writing.objectStore("kept").put(real(value), key)
        }
        for (const scan of stores.scans) writing.objectStore("scans").put(real(scan))
        writing.oncomplete = () => { db.close(); done() }
        writing.onerror = failed
      }
    })
}"""
DUMP = """async () => {
    const plain = value => {
      if (value instanceof Uint8Array) return { base64: btoa(String.fromCharCode(...value)) }
      if (Array.isArray(value)) return value.map(plain)
      if (value === null || typeof value !== "object") return value
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]))
    }
    const db = await new Promise((done, failed) => {
      const asked = indexedDB.open("door")
      asked.onerror = failed
      asked.onsuccess = () => done(asked.result)
    })
    const all = (store, what) => new Promise(done => {
      const asked = db.transaction(store).objectStore(store)[what]()
      asked.onsuccess = () => done(asked.result)
    })
    const [keys, values, scans] = [
      await all("kept", "getAllKeys"), await all("kept", "getAll"), await all("scans", "getAll"),
    ]
    const told = { version: db.version, names: [...db.objectStoreNames] }
    db.close()
    const kept = Object.fromEntries(keys.map((key, i) => [key, plain(values[i])]))
    return { ...told, kept, scans: plain(scans) }
}"""


def load(page: Page, stores: dict[str, Any]) -> None:
    """Put the records into the browser's database of this page's origin, new to it."""
    page.evaluate(LOAD, stores)


def dump(page: Page) -> dict[str, Any]:
    """Everything in that database."""
    stores: dict[str, Any] = page.evaluate(DUMP)
    return stores
