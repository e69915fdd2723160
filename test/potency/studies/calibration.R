# Rscript calibration.R, in this folder. R 4.2.2. A chain of three generations of activity, one of content.
source("expected.R")
set.seed(7)
draw <- function(standard, against, n, ratio, cv, quantity) data.frame(quantity, standard, against, assay = paste0(standard, "-", 1:n), ratio = signif(ratio * exp(rnorm(n, 0, cv)), 4))
# Given out of order: the chain is found from the names.
d <- rbind(draw("RS-3", "RS-2", 6, 0.97, 0.05, "activity"), draw("RS-2", "RS-1", 8, 1.03, 0.06, "activity"), draw("RS-1", "PRS", 12, 0.98, 0.05, "activity"), draw("RS-1", "PRS", 4, 1.15, 0.01, "content"))
write.csv(d, "calibration.csv", row.names = FALSE, quote = FALSE)
writeLines(c("primaries:", "  - { standard: PRS, quantity: activity, value: 1000, unit: IU/vial, relativeUncertaintyPercent: 2 }",
  "  - { standard: PRS, quantity: content, value: 5, unit: mg/mL }", "bounds: { lower: 0.9, upper: 1.1111 }", "chainBounds: { lower: 0.9, upper: 1.1111 }"), "calibration.options.yaml")
v <- list(); value <- 1000; u2 <- 0.02^2; shares <- 0; overall <- 1; o2 <- 0; i <- 0
for (s in c("RS-1", "RS-2", "RS-3")) { x <- log(d$ratio[d$standard == s & d$quantity == "activity"]); n <- length(x); t <- t.test(x, conf.level = 0.9)
  key <- function(k) sprintf("quantities.0.chain.%d.%s", i, k)
  v[[key("standard")]] <- s; v[[key("generation")]] <- i + 1; v[[key("ratio")]] <- exp(mean(x)); v[[key("lower")]] <- exp(t$conf.int[1]); v[[key("upper")]] <- exp(t$conf.int[2])
  v[[key("gcvPercent")]] <- 100 * (exp(sd(x)) - 1)
  v[[key("outcome")]] <- if (exp(t$conf.int[1]) >= 0.9 && exp(t$conf.int[2]) <= 1.1111) "equivalent" else "not-equivalent"
  value <- value * exp(mean(x)); e2 <- var(x) / n; u2 <- u2 + e2; shares <- shares + e2^2 / (n - 1); overall <- overall * exp(mean(x)); o2 <- o2 + e2
  df <- u2^2 / shares; half <- qt(0.975, df) * sqrt(u2); odf <- o2^2 / shares; ohalf <- qt(0.95, odf) * sqrt(o2)
  v[[key("assigned.value")]] <- value; v[[key("assigned.unit")]] <- "IU/vial"; v[[key("assigned.relativeUncertaintyPercent")]] <- 100 * sqrt(u2)
  v[[key("assigned.degreesOfFreedom")]] <- df; v[[key("assigned.lower")]] <- value * exp(-half); v[[key("assigned.upper")]] <- value * exp(half)
  v[[key("fromPrimary.ratio")]] <- overall; v[[key("fromPrimary.lower")]] <- overall * exp(-ohalf); v[[key("fromPrimary.upper")]] <- overall * exp(ohalf)
  i <- i + 1 }
x <- d$ratio[d$quantity == "content"]; v[["quantities.1.chain.0.assigned.value"]] <- 5 * exp(mean(log(x))); v[["quantities.1.chain.0.outcome"]] <- if (exp(t.test(log(x), conf.level = 0.9)$conf.int[2]) <= 1.1111) "equivalent" else "not-equivalent"
write_expected("calibration.expected.json", "R 4.2.2, calibration.R", 1e-9, v)
