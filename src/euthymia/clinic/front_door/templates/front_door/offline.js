// Keeps one page for when the network is gone: whom to call. It is asked for as nobody: nothing about anybody is kept.
const PAGE = "/offline";
const KEPT = "offline-3"; // what earlier versions kept may name somebody, and is thrown away
const fresh = async (path) => {
  const answer = await fetch(path, { credentials: "omit", cache: "no-store" });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  await (await caches.open(KEPT)).put(path, answer);
};
const FILES = [PAGE, "/static/euthymia.css", "/static/mark.svg"];
self.addEventListener("install", (event) => event.waitUntil(Promise.all(FILES.map(fresh))));
self.addEventListener("activate", (event) => event.waitUntil(
  caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))));
self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") event.respondWith(fetch(event.request).catch(() => caches.match(PAGE)));
});
