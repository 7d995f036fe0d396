/** Text that may be longer than its box, and so has to be reachable by the keyboard. */
export function Scrolled({ text }: { text: string }) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without it nobody can scroll without a mouse
  return <pre tabIndex={0}>{text}</pre>;
}
