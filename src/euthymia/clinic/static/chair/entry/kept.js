// What a hand entered and the record has not yet: kept on this tablet, so that no network and no closed tab loses it.
// An entry holds its session, its button, what was typed, its key and its time; never who the patient is.

const STORE = "kept";

function opened() {
  return new Promise((resolve, reject) => {
    const asking = indexedDB.open("euthymia-chair", 1);
    asking.onupgradeneeded = () => asking.result.createObjectStore(STORE, { keyPath: "place", autoIncrement: true });
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
}

async function ask(mode, doing) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const change = database.transaction(STORE, mode, { durability: "strict" });
      const asked = doing(change.objectStore(STORE));
      change.oncomplete = () => resolve(asked.result);
      change.onerror = change.onabort = () => reject(change.error);
    });
  } finally {
    database.close();
  }
}

export const keep = async (entry) => ({ ...entry, place: await ask("readwrite", (store) => store.add(entry)) });
export const forget = (entry) => ask("readwrite", (store) => store.delete(entry.place));
export const mark = (entry) => ask("readwrite", (store) => store.put(entry));
export const kept = async (session) => (await ask("readonly", (store) => store.getAll())).filter((entry) => entry.session === session);
