export { bindExcalidraw, type ExcalidrawBinding } from './bind-excalidraw.ts'
export type { ExcalidrawApi } from './excalidraw-api.ts'
