import type { View } from './view.ts'

export interface Layer {
  readonly canvas: HTMLCanvasElement
  readonly context: CanvasRenderingContext2D
}

/**
 * The two canvases, one above the other: the scene below, which changes with the document, and above it what
 * changes all the time (other people's cursors, the selection), so that a moving cursor repaints no nodes.
 */
export class Stage {
  readonly scene: Layer
  readonly overlay: Layer
  readonly element = document.createElement('div')
  pixelRatio = 1
  readonly #view: View
  readonly #resized: () => void

  constructor(view: View, resized: () => void) {
    this.scene = layer({ alpha: false })
    this.overlay = layer({ alpha: true })
    this.element.className = 'stage'
    this.overlay.canvas.dataset['testid'] = 'canvas'
    this.overlay.canvas.tabIndex = 0
    this.overlay.canvas.setAttribute('role', 'application')
    this.overlay.canvas.setAttribute('aria-label', 'Canvas')
    this.element.append(this.scene.canvas, this.overlay.canvas)
    this.#view = view
    this.#resized = resized
    new ResizeObserver(() => this.measure()).observe(this.element)
    const watchRatio = (): void => {
      const now = matchMedia(`(resolution: ${devicePixelRatio}dppx)`)
      now.addEventListener('change', () => (this.measure(), watchRatio()), { once: true })
    }
    watchRatio()
  }

  /** Takes on the element's size. The first time has to be asked for: a page in the background is not laid out yet. */
  measure(): void {
    this.#view.width = Math.max(1, this.element.clientWidth)
    this.#view.height = Math.max(1, this.element.clientHeight)
    // Beyond 2 nobody sees a difference, and a phone would paint twice as many pixels.
    this.pixelRatio = Math.min(2, devicePixelRatio || 1)
    for (const { canvas } of [this.scene, this.overlay]) {
      canvas.width = Math.round(this.#view.width * this.pixelRatio)
      canvas.height = Math.round(this.#view.height * this.pixelRatio)
    }
    this.#resized()
  }

  /** Where a pointer event happened, in CSS pixels from the stage's top left. */
  point(event: MouseEvent): readonly [number, number] {
    const frame = this.element.getBoundingClientRect()
    return [event.clientX - frame.left, event.clientY - frame.top]
  }
}

function layer(settings: CanvasRenderingContext2DSettings): Layer {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', settings)
  if (!context) throw new Error('This browser has no 2D canvas.')
  return { canvas, context }
}
