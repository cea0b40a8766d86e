// nginx as a plain reverse proxy, set up the way somebody who knows it would: that is what we are compared with.

import { writeFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { descriptorLimit } from "../proc/descriptors.ts";
import { freePort } from "./free-port.ts";
import type { Place, Subject, SubjectPlan } from "./subject.ts";

export const nginx: Subject = {
  name: "nginx",
  missing: () =>
    Bun.which("nginx", { PATH: searchPath }) === null
      ? "nginx is not installed; on Debian and Ubuntu: apt-get install nginx-light"
      : undefined,
  async plan(place): Promise<SubjectPlan> {
    const port = freePort();
    const file = join(place.folder, "nginx.conf");
    await mkdir(join(place.folder, "logs"), { recursive: true });
    await writeFile(file, configuration(port, place));
    const program = Bun.which("nginx", { PATH: searchPath }) ?? "nginx";
    // Without -e it would first try the log that it was built with.
    const command = [program, "-p", place.folder, "-c", file, "-e", join(place.folder, "logs/error.log")];
    return { kind: "process", command, port: { kind: "known", port } };
  },
};

/** Where Debian keeps it is not on everybody's path. */
const searchPath = `${process.env["PATH"] ?? ""}:/usr/sbin:/usr/local/sbin`;

function configuration(port: number, { upstreamPort, caFile, folder }: Place): string {
  const scheme = caFile === undefined ? "http" : "https";
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const tls =
    caFile === undefined
      ? ""
      : `proxy_ssl_server_name on; proxy_ssl_name localhost; proxy_ssl_verify on; proxy_ssl_trusted_certificate ${caFile};`;
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${join(folder, name)};`)
    .join("\n  ");
  return `${user}
daemon off;
worker_processes 1;
worker_rlimit_nofile ${Math.min(65_536, descriptorLimit())};
pid ${join(folder, "nginx.pid")};
error_log ${join(folder, "logs/error.log")} warn;
events { worker_connections 20000; }
http {
  access_log off;
  ${temporary}
  keepalive_timeout 1h;
  keepalive_requests 1000000000;
  client_max_body_size 100m;
  # A body beyond this goes to a file first, which would be no fair comparison.
  client_body_buffer_size 256k;
  upstream provider {
    server 127.0.0.1:${upstreamPort};
    keepalive 8192;
    keepalive_requests 1000000000;
    keepalive_time 24h;
    keepalive_timeout 1h;
  }
  server {
    listen 127.0.0.1:${port} backlog=8192;
    location / {
      proxy_pass ${scheme}://provider;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_read_timeout 1h;
      ${tls}
    }
  }
}
`;
}
