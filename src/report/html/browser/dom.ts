/** The element of an id, where it is there and of the kind that the script expects. */
export function byId<T extends HTMLElement>(id: string, kind: new () => T): T | undefined {
  const found = document.getElementById(id);
  return found instanceof kind ? found : undefined;
}

export function all(selector: string, root: ParentNode = document): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(selector)];
}

/** Calls back for a click on, or inside, an element that matches; with the keyboard too, as these are buttons. */
export function onClick(selector: string, callback: (element: HTMLElement) => void): void {
  document.addEventListener('click', ({ target }) => {
    const found = target instanceof Element ? target.closest<HTMLElement>(selector) : null;
    if (found !== null) callback(found);
  });
}
