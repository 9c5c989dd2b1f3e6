/** How a terminal report marks things. Without colour, every mark is the text itself. */
export type Paint = Readonly<Record<Mark, (text: string) => string>>;

type Mark = 'error' | 'warning' | 'info' | 'good' | 'strong' | 'faint';

const same = (text: string): string => text;

export const plain: Paint = { error: same, warning: same, info: same, good: same, strong: same, faint: same };

/** chalk is loaded only when colour is wanted. The sixteen basic colours follow the reader's own theme. */
export async function loadPaint(color: boolean): Promise<Paint> {
  if (!color) return plain;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  // chalk joins all arguments it gets, and `map` gives three.
  const one =
    (paint: (text: string) => string) =>
    (text: string): string =>
      paint(text);
  return {
    error: one(chalk.red.bold),
    warning: one(chalk.yellow.bold),
    info: one(chalk.blue.bold),
    good: one(chalk.green),
    strong: one(chalk.bold),
    faint: one(chalk.dim),
  };
}
