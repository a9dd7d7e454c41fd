/**
 * An Excalidraw element as the binding reads and makes it. Written down here, and not imported, because the package's own
 * types do not resolve under every `moduleResolution`; the example checks that they fit.
 */
export interface SceneElement {
  readonly id: string
  readonly type: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Radians. */
  readonly angle: number
  /** Rises and changes with every change: hints of where to look, nothing more. */
  readonly version: number
  readonly versionNonce: number
  readonly isDeleted: boolean
  readonly boundElements: readonly BoundElement[] | null
}

/** What Excalidraw keeps on a shape about the arrows and the text bound to it; derived here and never stored. */
export interface BoundElement {
  readonly id: string
  readonly type: 'arrow' | 'text'
}

/** The part of Excalidraw's state that says what the person is in the middle of. */
export interface SceneState {
  readonly cursorButton: 'up' | 'down'
  readonly newElement: { readonly id: string } | null
  readonly multiElement: { readonly id: string } | null
  readonly editingTextElement: { readonly id: string } | null
  readonly selectedElementIds: Readonly<Record<string, true>>
  /** CSS pixels. */
  readonly width: number
  readonly height: number
  /** Canvas units that the canvas is moved by. */
  readonly scrollX: number
  readonly scrollY: number
  readonly zoom: { readonly value: number }
}
