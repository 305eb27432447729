/** The addresses of these pages. At most three names below `/id`, so that a sign-in may lead back to each (return-path.ts). */
export const COMPANY_PATHS = {
  employees: '/id/company',
  order: '/id/company/order',
  bulk: '/id/company/bulk',
  log: '/id/company/log',
  employee: (id: string) => `/id/company/employees/${id}`,
  invite: (id: string) => `/id/company/invite/${id}`,
  end: (id: string) => `/id/company/end/${id}`,
  actingFor: '/id/acting-for',
  employments: '/id/employments',
  leave: (id: string) => `/id/employments/leave/${id}`,
  /** Key files of one employment. */
  keys: (id: string) => `/id/employments/key/${id}`,
  history: (id: string) => `/id/employments/history/${id}`,
  invitation: '/id/invitation',
  /** Where the link of the key file's program leads. */
  keyLink: '/id/key-file',
} as const
