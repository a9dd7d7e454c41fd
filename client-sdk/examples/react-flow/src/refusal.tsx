import { Component, type ReactNode } from 'react'

/** Says why there is no editor: the server refuses the room, or something of ours broke. */
export class Refusal extends Component<{ readonly children: ReactNode }, { readonly reason?: string }> {
  override readonly state: { readonly reason?: string } = {}

  static getDerivedStateFromError(error: unknown): { readonly reason: string } {
    return { reason: error instanceof Error ? error.message : String(error) }
  }

  override render(): ReactNode {
    const { reason } = this.state
    if (reason === undefined) return this.props.children
    return (
      <p className="notice" role="alert">
        This room cannot be shown: {reason}
      </p>
    )
  }
}
