import { element } from './element.ts'

const shownMs = 3_200

/** One line that says what just happened, and goes by itself. */
export class Notice {
  readonly element = element('div', { class: 'notice', role: 'status' })
  #timer: ReturnType<typeof setTimeout> | undefined

  say(text: string, forGood = false): void {
    clearTimeout(this.#timer)
    this.element.textContent = text
    this.element.classList.add('shown')
    if (!forGood) this.#timer = setTimeout(() => this.element.classList.remove('shown'), shownMs)
  }
}
