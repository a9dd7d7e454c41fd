import type { Collaborator } from './collaborators.ts'
import type { SceneElement, SceneState } from './element.ts'

/** What the binding uses of `ExcalidrawImperativeAPI`, which Excalidraw gives to its `excalidrawAPI` property. */
export interface ExcalidrawApi {
  getSceneElementsIncludingDeleted(): readonly SceneElement[]
  getAppState(): SceneState
  updateScene(scene: {
    elements?: readonly SceneElement[] | null | undefined
    collaborators?: Map<string, Collaborator> | undefined
    captureUpdate?: 'NEVER' | 'EVENTUALLY' | 'IMMEDIATELY' | undefined
  }): void
  onChange(callback: (elements: readonly SceneElement[], state: SceneState) => void): () => void
}
