/**
 * The service worker: keeps the page's files on the device, so that it opens without a network, and at once with a slow one.
 *
 * Each build has a cache of its own, which is complete before it counts. A page that is open keeps the files of the build that it
 * began with: the older cache goes when its last page is closed, and the server's newest page is shown whenever it answers.
 */

/** Written in front of this script by the build: the files, with what their bytes have to be. */
declare const page: { readonly version: string; readonly files: Readonly<Record<string, string>> };
declare const self: ServiceWorkerGlobalScope;

const CACHE = "page-" + page.version;
const PATIENCE = 3_000;

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin) {
    return;
  }
  if (mode === "navigate") {
    if (pathname === "/" || pathname.startsWith("/codes/")) {
      event.respondWith(newestPage(event.request));
    }
  } else if (pathname.startsWith("/app/")) {
    event.respondWith(kept(pathname).then((found) => found ?? fetch(event.request)));
  }
});

async function keep(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(
    Object.entries(page.files).map(([path, integrity]) =>
      new Request(path, { integrity, headers: { Accept: path === "/" ? "text/html" : "*/*" }, cache: "no-cache" })
    ),
  );
}

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function newestPage(request: Request): Promise<Response> {
  const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) }).catch(() => undefined);
  return answer?.ok ? answer : await kept("/") ?? answer ?? Response.error();
}

/** The server says that an answer depends on the request's headers; what is kept here doesn't. */
function kept(path: string): Promise<Response | undefined> {
  return caches.match(path, { ignoreVary: true });
}
