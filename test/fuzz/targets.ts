import type { Target } from './target.ts'
import { frames } from './targets/frames.ts'
import { names } from './targets/names.ts'
import { nativeConnection } from './targets/native-connection.ts'
import { stockConnection } from './targets/stock-connection.ts'
import { updates } from './targets/updates.ts'
import { values } from './targets/values.ts'

export const targets: readonly Target[] = [frames, updates, nativeConnection, stockConnection, names, values]
