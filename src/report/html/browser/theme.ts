const storageKey = 'backuplint-theme';

/** Before the page is drawn, so that it does not flash. */
export function applyStoredTheme(): void {
  apply(stored());
}

export function wireTheme(): void {
  const box = document.getElementById('theme');
  if (box === null) return;
  box.hidden = false;
  for (const input of box.querySelectorAll('input')) {
    input.checked = input.value === stored();
    input.addEventListener('change', () => {
      apply(input.value);
      store(input.value);
    });
  }
}

function apply(theme: string): void {
  const { dataset } = document.documentElement;
  if (theme === 'light' || theme === 'dark') dataset['theme'] = theme;
  else delete dataset['theme'];
}

function stored(): string {
  try {
    return localStorage.getItem(storageKey) ?? 'auto';
  } catch {
    return 'auto'; // Some browsers keep nothing for a page that is a file.
  }
}

function store(theme: string): void {
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Then it holds for as long as the page is open.
  }
}
