import { onClick } from './dom.ts';

/** Copies the text of the element that the button names; where that is not allowed, selects it. */
export function wireCopy(): void {
  onClick('[data-copy]', (button) => {
    const source = document.getElementById(button.dataset['copy'] ?? '');
    if (source !== null) void copyAndTell(source, button);
  });
}

async function copyAndTell(source: HTMLElement, button: HTMLElement): Promise<void> {
  const copied = await isCopied(source);
  if (!copied) getSelection()?.selectAllChildren(source);
  button.textContent = copied ? 'Copied' : 'Selected: press Ctrl+C';
}

async function isCopied({ textContent }: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(textContent);
    return true;
  } catch {
    return false; // Not every page that is a file may write there.
  }
}
