// Keeps one page for when the network is gone: whom to call. Nothing about anybody is kept.
const PAGE = "/offline";
const KEPT = "offline-2";
self.addEventListener("install", (event) => event.waitUntil(caches.open(KEPT).then((c) => c.addAll([PAGE, "/static/euthymia.css", "/static/mark.svg"]))));
self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") event.respondWith(fetch(event.request).catch(() => caches.match(PAGE)));
});
