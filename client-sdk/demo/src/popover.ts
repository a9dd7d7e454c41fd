/** A card that opens from a button, and closes by the button, by Escape and by a click elsewhere. */
export function popover(button: HTMLButtonElement, card: HTMLElement, opened: () => void = () => {}): void {
  card.hidden = true
  button.setAttribute('aria-expanded', 'false')
  const show = (open: boolean): void => {
    card.hidden = !open
    button.setAttribute('aria-expanded', String(open))
    if (open) opened()
  }
  button.addEventListener('click', () => show(card.hidden !== false))
  document.addEventListener('pointerdown', (event) => {
    if (card.hidden || !(event.target instanceof Node)) return
    if (!card.contains(event.target) && !button.contains(event.target)) show(false)
  })
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || card.hidden) return
      event.stopPropagation()
      show(false)
      button.focus()
    },
    { capture: true },
  )
}
