export async function sendFirstLetters(_: unknown) {}
