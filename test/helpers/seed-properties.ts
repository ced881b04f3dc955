import fc from "fast-check";

// The same cases in every run: what is red is red again. FC_SEED=$RANDOM looks at others.
fc.configureGlobal({ seed: Number(process.env["FC_SEED"] ?? 1) });
