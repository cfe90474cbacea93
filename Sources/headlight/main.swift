import Training
print(Workload.w1.operationsPerStep / 1e9)
print(Workload.w1.measure(threads: 1))
