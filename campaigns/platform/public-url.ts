/** The address people see, without a slash at its end: SHEAF_PUBLIC_URL, else http://HOST:PORT. */
export function publicUrl(env: {
  SHEAF_PUBLIC_URL?: string | undefined;
  HOST?: string | undefined;
  PORT?: string | number | undefined;
}): string {
  const { HOST = "127.0.0.1", PORT = 3000 } = env;
  const host = HOST.includes(":") ? `[${HOST}]` : HOST;
  return (env.SHEAF_PUBLIC_URL || `http://${host}:${PORT}`).replace(/\/+$/, "");
}
