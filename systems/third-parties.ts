import { cidr } from "../model/cidr.ts";
import { addressWithToken, liveOrTest, ofAnyForm, orPrefixed, prefixed } from "../model/secret-shape.ts";
import { thirdParty } from "../model/third-party.ts";

// Every service on the internet that a system calls (SYS-22), once. Shapes of keys: ENV-17.

export const anthropic = thirdParty({
  name: "anthropic",
  purpose: "language models",
  host: "api.anthropic.com",
  // https://platform.claude.com/docs/en/api/ip-addresses: "inbound", and told beforehand should they change.
  cidrs: [cidr("160.79.104.0/23"), cidr("2607:6bc0::/48")],
  statusPage: "https://status.anthropic.com",
  keys: { api: prefixed("sk-ant-") },
});

export const openai = thirdParty({
  name: "openai",
  purpose: "language models and embeddings",
  host: "api.openai.com",
  statusPage: "https://status.openai.com",
  keys: { api: prefixed("sk-") },
});

export const stripe = thirdParty({
  name: "stripe",
  purpose: "payments",
  host: "api.stripe.com",
  statusPage: "https://status.stripe.com",
  keys: {
    secret: liveOrTest("sk_live_", "sk_test_", { live: ["rk_live_"], test: ["rk_test_"] }),
    publishable: liveOrTest("pk_live_", "pk_test_"),
    webhook: prefixed("whsec_"),
  },
});

export const sendgrid = thirdParty({
  name: "sendgrid",
  purpose: "outgoing mail",
  host: "api.sendgrid.com",
  statusPage: "https://status.sendgrid.com",
  keys: { api: prefixed("SG.") },
});

export const logfire = thirdParty({
  name: "logfire",
  purpose: "traces and performance metrics",
  host: "logfire-api.pydantic.dev",
  statusPage: "https://logfire.instatus.com",
  keys: { token: ofAnyForm() },
});

export const sentry = thirdParty({
  name: "sentry",
  purpose: "error tracking",
  host: "sentry.io",
  statusPage: "https://status.sentry.io",
  keys: { dsn: addressWithToken() },
});

export const betterStack = thirdParty({
  name: "betterstack",
  purpose: "log collection",
  host: "in.logs.betterstack.com",
  statusPage: "https://status.betterstack.com",
  keys: { token: ofAnyForm() },
});

export const brave = thirdParty({
  name: "brave",
  purpose: "web search",
  host: "api.search.brave.com",
  statusPage: "https://status.brave.app",
  keys: { api: prefixed("BSA") },
});

export const tavily = thirdParty({
  name: "tavily",
  purpose: "web search",
  host: "api.tavily.com",
  statusPage: "https://status.tavily.com",
  keys: { api: prefixed("tvly-") },
});

export const supabase = thirdParty({
  name: "supabase",
  purpose: "managed Postgres and object storage",
  host: "supabase.co",
  statusPage: "https://status.supabase.com",
  // Keys that begin with "eyJ" (ENV-17) are being replaced by others.
  keys: { service: orPrefixed(prefixed("eyJ", 200), "sb_secret_") },
});

export const pineconeService = thirdParty({
  name: "pinecone",
  purpose: "managed vector store",
  host: "api.pinecone.io",
  statusPage: "https://status.pinecone.io",
  keys: { api: prefixed("pcsk_") },
});
