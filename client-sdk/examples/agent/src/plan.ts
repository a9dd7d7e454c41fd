/** One service to deploy, and what it needs to be there first. */
export interface PlannedService {
  readonly name: string
  readonly needs: readonly string[]
}

/** In an order in which each comes after what it needs. */
export const plan: readonly PlannedService[] = [
  { name: 'database', needs: [] },
  { name: 'queue', needs: [] },
  { name: 'api', needs: ['database', 'queue'] },
  { name: 'worker', needs: ['database', 'queue'] },
  { name: 'web', needs: ['api'] },
]
