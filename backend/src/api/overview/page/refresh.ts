/**
 * The script of the page. It requests the changing part every 5 s, as long as the page can be seen, and puts in only the
 * sections that differ, so that nothing flickers and scroll, focus and selection stay. When the service cannot be
 * reached it says so, tries again ever more slowly (up to 30 s), and recovers by itself.
 */
export const REFRESH = `(() => {
  'use strict';
  const EVERY = 5000, SLOWEST = 30000, PATIENCE = 15000;
  const link = document.getElementById('link'), updated = document.getElementById('updated');
  let timer, failures = 0, asking = false;

  const say = (state, text) => {
    if (link.dataset.state === state) return;
    link.dataset.state = state;
    link.textContent = text;
  };

  const isInUse = (part) => {
    const selection = getSelection();
    return selection !== null && !selection.isCollapsed && selection.containsNode(part, true);
  };

  const swap = (old, next) => {
    if (old.isEqualNode(next) || isInUse(old)) return;
    const scrolled = [...old.querySelectorAll('[data-scroll]')].map((box) => [box.dataset.scroll, box.scrollLeft]);
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const selector = focused && (focused.id ? '#' + focused.id : focused.dataset.scroll ? '[data-scroll=' + focused.dataset.scroll + ']' : '');
    old.replaceWith(next);
    for (const [name, left] of scrolled) {
      const box = next.querySelector('[data-scroll=' + name + ']');
      if (box) box.scrollLeft = left;
    }
    if (selector) next.querySelector(selector)?.focus({ preventScroll: true });
  };

  const ids = (main) => [...main.querySelectorAll('section[id]')].map((part) => part.id);

  const show = (text) => {
    const next = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
    if (next === null) throw new Error('no figures');
    prepare(next);
    const main = document.querySelector('main');
    const parts = ids(next);
    if (parts.join() === ids(main).join()) {
      for (const id of parts) swap(document.getElementById(id), next.querySelector('#' + id));
    } else main.replaceChildren(...next.childNodes);
    updated.textContent = next.dataset.updated;
  };

  const prepare = (root) => {
    if (!navigator.clipboard) return;
    for (const button of root.querySelectorAll('[data-copy]')) button.hidden = false;
  };

  const plan = (wait) => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, wait);
  };

  const ask = async () => {
    if (asking) return;
    asking = true;
    clearTimeout(timer);
    try {
      const answer = await fetch('live' + location.search, { cache: 'no-store', credentials: 'same-origin', signal: AbortSignal.timeout(PATIENCE) });
      if (answer.status === 401 || answer.status === 403) return location.reload();
      if (!answer.ok) throw new Error(String(answer.status));
      show(await answer.text());
      failures = 0;
      say('live', 'Live, updated');
    } catch {
      failures += 1;
      say('lost', 'Connection lost, retrying. Last update');
    } finally {
      asking = false;
      plan(failures === 0 ? EVERY : Math.min(EVERY * 2 ** (failures - 1), SLOWEST));
    }
  };

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      clearTimeout(timer);
      say('paused', 'Paused, updated');
    } else ask();
  });
  addEventListener('online', () => ask());
  document.addEventListener('click', async (event) => {
    const button = event.target.closest?.('[data-copy]');
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
  prepare(document);
  say('live', 'Live, updated');
  plan(EVERY);
})();`;
