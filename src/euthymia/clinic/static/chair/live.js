// What this page knows now, for the parts that draw, sound, send and listen.

export const root = document.getElementById("live");
export const read = (id) => JSON.parse(document.getElementById(id).textContent);

const board = read("board-data");
export const live = {
  board, // the whole of what is shown, as the server last said it
  offset: board.now_s - Date.now() / 1000, // the server's clock minus this device's
  lastHeard: performance.now(),
  trouble: null, // NOT RECORDING, with the boards that are only in memory
  listenerUp: board.listener_up,
  kept: 0, // entries on this tablet that the record does not have yet
  elsewhere: [], // what other chairs need
  locked: false, // nobody has touched the page for a while
  ended: false, // the person may no longer follow this chair here
};

export const now = () => Date.now() / 1000 + live.offset;

export const el = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};

export const clock = (s) => new Date(s * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export const seconds = (s) => new Date(s * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

export const counted = (entries) => (entries === 1 ? "1 entry is" : `${entries} entries are`);

export const age = (s) => {
  s = Math.max(0, Math.floor(s));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
};
