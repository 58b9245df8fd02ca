/** What is found about the comments that suppress findings. */
export const suppressionCodes = [
  {
    code: 'suppression/reason-missing',
    severity: 'warning',
    summary: 'A comment that suppresses a finding gives no reason; it has no effect.',
  },
  {
    code: 'suppression/code-unknown',
    severity: 'warning',
    summary: 'A comment that suppresses a finding names no code, or one that does not exist.',
  },
  {
    code: 'suppression/word-unknown',
    severity: 'warning',
    summary: 'A comment begins like one that suppresses findings, with a word that is none.',
  },
  {
    code: 'suppression/unused',
    severity: 'warning',
    summary: 'A comment suppresses a code that is not found there.',
  },
] as const
